import { runSimulation } from '@cloud-copilot/iam-simulate';
import * as z from 'zod';
import type { IamStatement } from '../../core/remediation/action.ts';
import type { NamedPolicy } from './concrete.ts';

/** One call as IAM sees it. */
export type Request = { action: string; resource: string; context?: Record<string, string> };

export type Powers = {
  /** The role whose session asks; some role of the account without it. */
  role?: string;
  policies: readonly NamedPolicy[];
  boundary?: NamedPolicy | undefined;
  /** Of what is asked for: a key policy, a bucket policy, the trust of a role. */
  resourcePolicy?: NamedPolicy | undefined;
  session?: string;
  endpoint?: readonly NamedPolicy[];
};

/** A policy that somebody attaches by mistake: what must be denied must be denied although it is there. */
export const mistake: NamedPolicy = {
  name: 'mistake',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/**
 * Policies that the simulator found valid, each as the mark by which it does not look at it again: that would be most of
 * what a simulation costs.
 */
const valid = new WeakMap<object, object>();
const asked = (policy: object): object => valid.get(policy) ?? policy;
const found = (policy: object): void => {
  valid.set(policy, { __validated: true, policyDocument: policy, errors: [] });
};

const Document = z.record(z.string(), z.unknown());
const sessions = new Map<string, object>();
const sessionOf = (text: string): object => {
  const session = sessions.get(text) ?? Document.parse(JSON.parse(text));
  sessions.set(text, session);
  return session;
};

const account = '123456789012';

const numbers = new WeakMap<object, number>();
let counted = 0;
const numberOf = (policy: object): number => {
  const number = numbers.get(policy) ?? ++counted;
  numbers.set(policy, number);
  return number;
};

/** What is not allowed, whether nothing speaks for it or something against it. */
export const denied = ['ImplicitlyDenied', 'ExplicitlyDenied'];

const decided = new Map<string, Promise<string>>();

/**
 * `Allowed`, `ImplicitlyDenied` or `ExplicitlyDenied`. Throws for a request that IAM could not get. What the same policies
 * were asked before is not simulated again: a template with a fault differs from the shipped one in one of them.
 */
export const decision = (powers: Powers, request: Request): Promise<string> => {
  const { role, policies, boundary, resourcePolicy, session, endpoint = [] } = powers;
  const lists = [policies, endpoint, [boundary], [resourcePolicy]].map((list) =>
    list.flatMap((one) => (one === undefined ? [] : numberOf(one.policy))).join(),
  );
  // Who asks matters to the policy of what is asked for, and to nothing else.
  const key = [resourcePolicy && role, session, ...lists, say(request)].join('\n');
  const known = decided.get(key) ?? simulate(powers, request);
  decided.set(key, known);
  return known;
};

const simulate = async (powers: Powers, { action, resource, context = {} }: Request): Promise<string> => {
  const role = powers.role ?? 'role';
  const session = powers.session === undefined ? undefined : sessionOf(powers.session);
  const named = (policies: readonly NamedPolicy[]) =>
    policies.map(({ name, policy }) => ({ name, policy: asked(policy) }));
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:sts::${account}:assumed-role/${role}/session`,
        action,
        resource: { resource, accountId: account },
        contextVariables: {
          'aws:PrincipalAccount': account,
          'aws:PrincipalArn': `arn:aws:iam::${account}:role/${role}`,
          'aws:ResourceAccount': account,
          'aws:SecureTransport': 'true',
          ...context,
        },
      },
      identityPolicies: named(powers.policies),
      ...(session === undefined ? {} : { sessionPolicy: asked(session) }),
      ...(powers.boundary === undefined ? {} : { permissionBoundaryPolicies: named([powers.boundary]) }),
      ...(powers.resourcePolicy === undefined ? {} : { resourcePolicy: asked(powers.resourcePolicy.policy) }),
      ...(powers.endpoint === undefined || powers.endpoint.length === 0
        ? {}
        : { vpcEndpointPolicies: named(powers.endpoint) }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error') {
    throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
  }
  const judged = [...powers.policies, ...(powers.endpoint ?? []), powers.boundary, powers.resourcePolicy];
  for (const one of judged) if (one !== undefined) found(one.policy);
  if (session !== undefined) found(session);
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

/** The least context that meets a condition: the first value of each key that must be there, and none that must not. */
const contextOf = (condition: IamStatement['Condition']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(condition ?? {})
      .filter(([operator]) => operator !== 'Null' && !operator.endsWith('IfExists'))
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
