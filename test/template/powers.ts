import * as z from 'zod';
import { everything } from './approved-calls.ts';
import {
  arnOf,
  asDeployed,
  boundaryOf,
  documentOf,
  endpointPolicies,
  type Given,
  type NamedPolicy,
  nameOf,
  policiesOf,
} from './concrete.ts';
import { mistake, type Powers, type Request } from './simulate.ts';
import { ofType, refersTo, type Template, transformed } from './template.ts';

/** A deployment in which everything is switched on: every provider, source, model and guardrail. */
export const allOn: Given = {
  ...everything,
  ReadCloudTrail: 'true',
  ReadRds: 'true',
  ReadXRay: 'true',
  ModelId: 'amazon.nova-lite-v1:0',
  ModelArns: 'arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-lite-v1:0',
  GuardrailId: 'gr1',
  GuardrailVersion: '1',
  SpokeAccounts: '111122223333',
  SpokeExternalId: 'an-external-id-of-ours',
};

/** The endpoint that carries the calls of a service, where it is named otherwise than the service. */
const endpoints: Readonly<Record<string, string>> = {
  bedrock: 'bedrock-runtime',
  cloudformation: 'cloudcontrolapi',
  cloudwatch: 'monitoring',
};

type Carrier = () => NamedPolicy;

const own = (
  type: string,
  property: 'KeyPolicy' | 'AssumeRolePolicyDocument',
  template: Template,
): [string, Carrier][] =>
  ofType(type, template).map((one) => [arnOf(one.id, template), () => documentOf(one, property, template)]);

const attached = (type: string, list: string, template: Template): [string, Carrier][] =>
  ofType(type, template).flatMap((one) =>
    [one.Properties[list]]
      .flat()
      .map((target): [string, Carrier] => [
        arnOf(refersTo(target) ?? '', template),
        () => documentOf(one, 'PolicyDocument', template),
      ]),
  );

const known = new WeakMap<Template, ReadonlyMap<string, Carrier>>();

/** The policies of resources by the ARN of the resource. */
const resourcePolicies = (template: Template): ReadonlyMap<string, Carrier> => {
  const found =
    known.get(template) ??
    new Map([
      ...own('AWS::KMS::Key', 'KeyPolicy', template),
      ...own('AWS::IAM::Role', 'AssumeRolePolicyDocument', template),
      ...attached('AWS::S3::BucketPolicy', 'Bucket', template),
      ...attached('AWS::SNS::TopicPolicy', 'Topics', template),
      ...attached('AWS::SQS::QueuePolicy', 'Queues', template),
    ]);
  known.set(template, found);
  return found;
};

/** An object has the policy of its bucket. */
const carrierOf = (arn: string): string => (arn.startsWith('arn:aws:s3:::') ? (arn.split('/')[0] ?? arn) : arn);

/** None for what IAM decides about a role: that is no matter of its trust. */
const resourcePolicyOf = ({ action, resource }: Request, template: Template): NamedPolicy | undefined =>
  action.startsWith('iam:') ? undefined : resourcePolicies(template).get(carrierOf(resource))?.();

const roles = new WeakMap<Template, Map<string, Powers>>();

/** What a role can do by itself: its policies within its boundary. */
const roleOf = (roleId: string, template: Template): Powers => {
  const all = roles.get(template) ?? new Map<string, Powers>();
  roles.set(template, all);
  const found = all.get(roleId) ?? {
    role: nameOf(roleId, template) ?? roleId,
    policies: policiesOf(roleId, allOn, template),
    boundary: boundaryOf(roleId, allOn, template),
  };
  all.set(roleId, found);
  return found;
};

/** What decides about a request of a role: its policies, its boundary and the policy of what is asked for. */
export const powersOf =
  (roleId: string, template = transformed) =>
  (request: Request): Powers => ({
    ...roleOf(roleId, template),
    resourcePolicy: resourcePolicyOf(request, template),
  });

/**
 * The same when somebody has attached a policy that allows everything. The denials in the policies of a function's role
 * are left out: what stays denied then does so by boundary and resource. Those of the remediation role are its ceiling.
 */
export const mistakenPowersOf =
  (roleId: string, template = transformed) =>
  (request: Request): Powers => {
    const powers = powersOf(roleId, template)(request);
    return { ...powers, policies: roleId === 'RemediationRole' ? [...powers.policies, mistake] : [mistake] };
  };

const doors = new WeakMap<Template, Map<string, NamedPolicy[]>>();

const endpointsFor = (service: string, template: Template): NamedPolicy[] => {
  const all = doors.get(template) ?? new Map<string, NamedPolicy[]>();
  doors.set(template, all);
  const found = all.get(service) ?? endpointPolicies(endpoints[service] ?? service, allOn, template);
  all.set(service, found);
  return found;
};

/** The same for a request that leaves the VPC: the policy of the endpoint decides, too. */
export const leavingTheVpc =
  (roleId: string, template = transformed) =>
  (request: Request): Powers => {
    const endpoint = endpointsFor(request.action.split(':')[0] ?? '', template);
    if (endpoint.length === 0) throw new Error(`${request.action} has no endpoint`);
    return { ...powersOf(roleId, template)(request), endpoint };
  };

/** What a Ref or GetAtt of the template stands for. */
export const ref = (id: string): string => z.string().parse(asDeployed({ Ref: id }));
