import * as z from 'zod';
import { sessionPolicy } from '../../core/aws/session-policy.ts';
import type { Action, IamStatement } from '../../core/remediation/action.ts';
import { catalogue } from '../../core/remediation/catalogue.ts';
import { settableProperties } from '../../core/remediation/cloudcontrol/settable-properties.ts';
import type { Given } from './concrete.ts';
import { type Request, requestsOf } from './simulate.ts';

export const place = { partition: 'aws', region: 'eu-central-1', account: '123456789012' };

/** A resource of each settable type; the test that counts them finds a row that has none. */
const identifiers: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': `https://sqs.${place.region}.amazonaws.com/${place.account}/orders.fifo`,
  'AWS::Kinesis::Stream': 'clicks',
  'AWS::DynamoDB::Table': 'carts',
};

/** Parameters beside the example, for an action whose calls differ with them. */
const further: Readonly<Record<string, readonly unknown[]>> = {
  'set-property': settableProperties.map(({ type, path, max }) => ({
    type,
    path,
    identifier: identifiers[type],
    value: { to: max },
  })),
};

/** One approved change as IAM sees it. */
export type Sample = { id: string; action: Action; statements: IamStatement[]; requests: Request[]; session: string };

const sampleOf = (action: Action, parameters: unknown): Sample => {
  const plan = action.plan(parameters, action.example.state);
  const statements = action.permissions(parameters, place, plan.kind === 'planned' ? plan.touched : []);
  const kind = action.target(parameters).kind;
  return {
    id: `${action.id} of ${kind}`,
    action,
    statements,
    requests: requestsOf(statements),
    session: sessionPolicy(statements),
  };
};

/** Every action of the catalogue with its example and with whatever else makes it call something else. */
export const samples: readonly Sample[] = [...catalogue.values()].flatMap((action) =>
  [...(further[action.id] ?? [action.example.parameters])].map((parameters) => sampleOf(action, parameters)),
);
export const awsSamples = samples.filter(({ action }) => action.provider !== 'kubernetes');
export const kubernetesSamples = samples.filter(({ action }) => action.provider === 'kubernetes');

/** The call and its resource, whatever the context. */
export const keyOf = ({ action, resource }: Request): string => `${action} ${resource}`;

export const isReading = ({ action }: Request): boolean => /:(Get|Describe|List)/.test(action);

/** A deployment in which every provider may be changed, and every role that an example passes may be passed. */
export const everything: Given = {
  RemediateEc2: 'true',
  RemediateEcs: 'true',
  RemediateRds: 'true',
  RemediateLambda: 'true',
  RemediateCloudControl: 'true',
  RemediableRoles: [
    'arn:aws:iam::123456789012:role/named-for-tasks',
    ...new Set(
      samples.flatMap(({ requests }) =>
        requests.filter(({ action }) => action === 'iam:PassRole').map(({ resource }) => resource),
      ),
    ),
  ].join(','),
};

/** The endpoint that a call takes out of the VPC; of the calls that Cloud Control makes by itself there is none. */
export const endpointOf = ({ action }: Request): string | undefined => {
  const service = action.split(':')[0] ?? '';
  return (
    z.enum(['ec2', 'ecs', 'rds', 'lambda']).safeParse(service).data ??
    (service === 'cloudformation' ? 'cloudcontrolapi' : undefined)
  );
};
