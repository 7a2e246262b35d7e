import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { IamStatement } from '../../core/remediation/action.ts';
import type { NamedPolicy } from './concrete.ts';

/** One call as IAM sees it. */
export type Request = { action: string; resource: string; context?: Record<string, string> };

export type Powers = { policies: readonly NamedPolicy[]; session?: string; endpoint?: readonly NamedPolicy[] };

/** A policy that somebody attaches by mistake: what must be denied must be denied although it is there. */
export const mistake: NamedPolicy = {
  name: 'mistake',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/** `Allowed`, `ImplicitlyDenied` or `ExplicitlyDenied`. Throws for a request that IAM could not get. */
export const decision = async (powers: Powers, { action, resource, context = {} }: Request): Promise<string> => {
  const result = await runSimulation(
    {
      request: {
        principal: 'arn:aws:sts::123456789012:assumed-role/role/session',
        action,
        resource: { resource, accountId: '123456789012' },
        contextVariables: { 'aws:PrincipalAccount': '123456789012', ...context },
      },
      identityPolicies: [...powers.policies],
      ...(powers.session === undefined ? {} : { sessionPolicy: JSON.parse(powers.session) }),
      ...(powers.endpoint === undefined || powers.endpoint.length === 0
        ? {}
        : { vpcEndpointPolicies: [...powers.endpoint] }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error') {
    throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
  }
  return result.overallResult;
};

export const say = ({ action, resource, context }: Request): string =>
  [action, resource, ...Object.entries(context ?? {}).map(([key, value]) => `${key}=${value}`)].join(' ');

/** The requests that are not decided as expected, in words. */
export const otherThan = async (
  expected: readonly string[],
  requests: readonly Request[],
  powersFor: (request: Request) => Powers,
): Promise<string[]> => {
  const decisions = await Promise.all(
    requests.map(async (request) => ({ request, is: await decision(powersFor(request), request) })),
  );
  return decisions.filter(({ is }) => !expected.includes(is)).map(({ request, is }) => `${is}: ${say(request)}`);
};

/** The least context that meets a condition: the first value of each key that must be there. */
const contextOf = (condition: IamStatement['Condition']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(condition ?? {})
      .filter(([operator]) => !operator.endsWith('IfExists'))
      .flatMap(([, keys]) => Object.entries(keys).map(([key, values]) => [key, [values].flat()[0] ?? ''])),
  );

/** The calls that statements allow, each on each of its resources; a `*` behind a name stands for a revision. */
export const requestsOf = (statements: readonly IamStatement[]): Request[] =>
  statements.flatMap(({ Action, Resource, Condition }) =>
    Action.flatMap((action) =>
      Resource.map((resource) => ({
        action,
        resource: resource === '*' ? '*' : resource.replaceAll('*', '7'),
        context: contextOf(Condition),
      })),
    ),
  );

/** The same call on a neighbor: another thing of the same kind whose name begins alike. None where the API has no ARN. */
export const onNeighbor = (request: Request): Request[] =>
  request.resource === '*'
    ? []
    : [{ ...request, resource: request.resource.replace(/([\w.+=,@-]+?)(:7)?$/, '$1-2$2') }];
