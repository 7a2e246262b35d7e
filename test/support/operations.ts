import { type Review } from '../../core/approval/review.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { opening } from '../../core/incident/step.ts';
import type { Item } from '../../core/incident/table.ts';
import { Roster } from '../../core/policy/roster.ts';
import { pageWorld } from './approval-page.ts';
import { incident, start, versions } from './incident.ts';
import { policyLayer } from './policy.ts';

export const arnOf = (person: string): string => `arn:aws:sts::123456789012:assumed-role/OnCall/${person}`;

/** The roster of the tests with an ARN each, and a second admin. */
export const roster = Roster.parse({
  approvers: [
    { id: 'alice', name: 'Alice', role: 'analyst', teams: ['checkout'], iam: [arnOf('alice')] },
    { id: 'bob', name: 'Bob', role: 'admin', iam: [arnOf('bob')] },
    { id: 'carol', name: 'Carol', role: 'viewer', iam: [arnOf('carol')] },
    { id: 'dave', name: 'Dave', role: 'admin', iam: [arnOf('dave')] },
  ],
});

/** A world behind the real handler, where people ask for operations by their signature. */
export const operatorWorld = async (options: Parameters<typeof pageWorld>[0] = {}) => {
  const policy = policyLayer({ roster });
  const world = await pageWorld({ ...options, deps: { policy, ...options.deps } });
  const { table } = world.deps;
  const ask = async (person: string | undefined, operation: string, body: unknown = {}, method = 'POST') => {
    const { statusCode, body: answer } = await world.handler({
      httpMethod: method,
      path: `/live/iam/ops/${operation}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      requestContext: {
        requestId: 'req-1',
        identity: { sourceIp: '10.0.0.7', ...(person === undefined ? {} : { userArn: arnOf(person) }) },
      },
    });
    return { statusCode, ...JSON.parse(answer) };
  };
  return {
    ...world,
    ask,
    put: (item: Item) => table.transact([{ kind: 'create', item }]),
    /** Another incident, as it stands. */
    add: async (change: Partial<Incident>): Promise<Incident> => {
      const other = incident(change);
      await table.transact(opening(other, { to: other.status, by: 'alarm-handler', at: start, versions }));
      return other;
    },
    facts: (fact: string) => world.memory.all().filter((item) => item['fact'] === fact),
    openReview: async (person: string): Promise<void> => {
      const { approvalId, incidentId } = world.request;
      const review: Review = { incidentId, status: 'open', by: person, at: start.toISOString(), reason: 'all is down' };
      await table.transact([{ kind: 'create', item: { ...keys.review(approvalId), ...review } }]);
    },
  };
};
