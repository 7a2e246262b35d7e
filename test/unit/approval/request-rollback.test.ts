import { describe, expect, it } from 'vitest';
import { approvalIdFor } from '../../../core/approval/approval-id.ts';
import { rollbackDays } from '../../../core/approval/restorable.ts';
import { mostRollbackRequests } from '../../../core/approval/rollback-askable.ts';
import { keys } from '../../../core/incident/keys.ts';
import { statuses } from '../../../core/incident/lifecycle.ts';
import { advance } from '../../../core/incident/step.ts';
import type { PolicyLayer } from '../../../core/policy/layer.ts';
import { loadPolicyLayer } from '../../../core/runtime/policy-source.ts';
import { autoscalerKey, deploymentKey } from '../../support/cluster.ts';
import { later, versions } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { ask, put, resolved } from '../../support/resolved.ts';
import type { World } from '../../support/world.ts';

const held = (w: World) =>
  w
    .leases()
    .filter(({ sk }) => sk === 'HELD')
    .map(({ pk, incidentId }) => [pk, incidentId]);
const other = 'inc-20261120040000-ffffffff';

describe('a rollback that a person asks for', () => {
  it('reopens the incident with who and why, a request of its own, a deadline, and its leases', async () => {
    const w = await resolved();
    expect(held(w)).toEqual([]);
    expect(await ask(w, 'alice')).toEqual({ kind: 'asked', decideBy: later(700 + 900).toISOString() });
    expect(await w.read()).toMatchObject({
      status: 'awaiting_rollback_approval',
      reason: 'rollback asked for by alice: the pod was examined',
      rollbackAsked: { by: 'alice', times: 1 },
      rollbackApprovalId: approvalIdFor(w.incident.id, 'rollback', 1),
      leases: [deploymentKey, autoscalerKey],
      due: { does: 'remind', attempt: 0, until: later(1600).toISOString() },
    });
    expect(await w.read()).not.toHaveProperty('purgeAt');
    expect(held(w)).toEqual([
      [`LEASE#${deploymentKey}`, w.incident.id],
      [`LEASE#${autoscalerKey}`, w.incident.id],
    ]);
    const steps = await w.deps.table.list(keys.incident(w.incident.id).pk, 'T#');
    expect(steps.at(-1)).toMatchObject({ from: 'resolved', by: 'approval-api', person: 'alice' });
    expect(w.fake.calls).toHaveLength(2);
  });

  it('is asked for once at a time, and again with another request when nobody decided', async () => {
    const w = await resolved();
    await ask(w, 'alice');
    expect(await ask(w, 'bob')).toEqual({ kind: 'already', why: 'people are asked about its rollback already' });
    const silence = { to: 'resolved', by: 'timekeeper', at: w.deps.now(), versions } as const;
    await advance(w.deps.table, await w.read(), silence);
    expect(held(w)).toEqual([]);
    expect(await ask(w, 'bob')).toMatchObject({ kind: 'asked' });
    expect(await w.read()).toMatchObject({
      rollbackAsked: { by: 'bob', times: 2 },
      rollbackApprovalId: approvalIdFor(w.incident.id, 'rollback', 2),
    });
  });

  it('is asked for once when two do it at the same moment', async () => {
    const w = await resolved();
    const kinds = (await Promise.all([ask(w, 'alice'), ask(w, 'bob')])).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['asked', 'lost']);
  });

  it.each([
    ['a viewer', 'carol', {}, 'needs more than a viewer'],
    ['a link', 'alice', { method: 'link' as const }, 'needs an identity, not a link'],
    ['groups of another team', 'alice', { method: 'oidc' as const, reach: ['search'] }, 'beyond the teams'],
    ['somebody who is away', 'alice', { onlyLooks: 'alice is away' }, 'alice is away'],
  ])('is not for %s', async (_who, id, change, why) => {
    const w = await resolved();
    const before = w.memory.all();
    expect(await ask(w, id, change)).toEqual({ kind: 'not-permitted', why: expect.stringContaining(why) });
    expect(w.memory.all()).toEqual(before);
  });

  it('is for those alone whom policy lets decide about the change', async () => {
    const w = await resolved();
    w.deps.policy = policyLayer({ decide: ({ principal }) => ({ allowed: principal.id !== 'alice', because: [] }) });
    expect(await ask(w, 'alice')).toMatchObject({ kind: 'not-permitted', why: expect.stringContaining('alice') });
  });

  it('needs somebody else who may decide it', async () => {
    const w = await resolved();
    w.deps.policy = policyLayer({ decide: ({ principal }) => ({ allowed: principal.id === 'alice', because: [] }) });
    expect(await ask(w, 'alice')).toMatchObject({ kind: 'refused', why: expect.stringContaining('besides alice') });
  });

  it('asks the profile of the change who may decide it, not the default one', async () => {
    const { profiles } = policyLayer();
    const { reliability } = profiles;
    if (reliability === undefined) throw new Error('the layer has the default profile');
    const closed = { ...reliability, approvers: { roles: ['admin' as const], teams: ['*'] } };
    const runbooks = loadPolicyLayer('layers/policy').runbooks.map((one) => ({ ...one, profile: 'other' }));
    const w = await resolved({ profile: 'other' }, { runbooks, profiles: { ...profiles, other: reliability } });
    w.deps.policy = policyLayer({ profiles: { ...profiles, other: closed } });
    expect(await ask(w, 'alice')).toMatchObject({ kind: 'not-permitted', why: expect.stringContaining('alice') });
    w.deps.policy = policyLayer({ profiles: { ...profiles, reliability: closed, other: reliability } });
    expect(await ask(w, 'alice')).toMatchObject({ kind: 'asked' });
  });

  it('is for whoever asked for the change, too, but counts on nobody whom the notifier would not ask', async () => {
    const decide: PolicyLayer['decide'] = ({ principal, context }) => ({
      allowed: principal.role !== 'viewer' && principal.id !== context.proposer,
      because: [],
    });
    const w = await resolved({ askedBy: 'bob' });
    w.deps.policy = policyLayer({ decide });
    expect(await ask(w, 'alice')).toMatchObject({ kind: 'refused', why: expect.stringContaining('besides alice') });
    expect(await ask(w, 'bob')).toMatchObject({ kind: 'asked' });
  });

  it('counts on nobody who could not show who they are where a link is not enough', async () => {
    const { policy, roster } = policyLayer();
    const approvers = roster.approvers.map((one) => (one.id === 'bob' ? { ...one, iam: [], oidc: undefined } : one));
    const w = await resolved();
    const decide: PolicyLayer['decide'] = ({ principal }) => ({ allowed: principal.role !== 'viewer', because: [] });
    w.deps.policy = policyLayer({ policy: { ...policy, linkDecides: [] }, roster: { ...roster, approvers }, decide });
    expect(await ask(w, 'alice')).toMatchObject({ kind: 'refused', why: expect.stringContaining('besides alice') });
  });

  it.each(statuses.filter((status) => status !== 'resolved'))('is no way out of %s', async (status) => {
    const w = await resolved();
    await put(w, { ...(await w.read()), ...keys.incident(w.incident.id), status });
    const before = w.memory.all();
    expect(['already', 'refused']).toContain((await ask(w, 'bob')).kind);
    expect(w.memory.all()).toEqual(before);
  });

  const journalled = async (w: World, status: string) => {
    for (const item of await w.deps.table.list(keys.execution(w.incident.id).pk, 'STEP#')) {
      await put(w, { ...item, body: { ...(item['body'] as object), status } });
    }
  };
  it.each<[why: string, spoil: (w: World) => Promise<unknown>]>([
    ['nothing that could be restored', (w) => journalled(w, 'failed')],
    ['nothing that could be restored', (w) => journalled(w, 'rolled_back')],
    [
      'cannot be read any more',
      (w) => w.deps.table.transact([{ kind: 'delete', key: keys.proposal(w.incident.id), when: [] }]),
    ],
    [
      'cannot be read any more',
      (w) => w.deps.table.transact([{ kind: 'delete', key: keys.execution(w.incident.id), when: [] }]),
    ],
    [`more than ${rollbackDays} days ago`, async (w) => w.at(rollbackDays * 86_400 + 100)],
    ['another incident is changing', (w) => put(w, { ...keys.lease(autoscalerKey), incidentId: other })],
    ['changed Deployment', (w) => put(w, { ...keys.lastChange(deploymentKey), incidentId: other })],
    [
      'or it is not known',
      (w) => w.deps.table.transact([{ kind: 'delete', key: keys.lastChange(deploymentKey), when: [] }]),
    ],
    [
      `${mostRollbackRequests} times`,
      async (w) =>
        put(w, {
          ...(await w.read()),
          ...keys.incident(w.incident.id),
          rollbackAsked: { by: 'bob', times: mostRollbackRequests },
        }),
    ],
    [
      `${other} of the same resource is open`,
      async (w) => {
        await put(w, { ...(await w.read()), ...keys.incident(other), id: other, status: 'detected' });
        await put(w, { ...keys.correlation(deploymentKey), incidentId: other, version: 2, alarms: [] });
      },
    ],
  ])('is refused with %s', async (why, spoil) => {
    const w = await resolved();
    await spoil(w);
    const before = w.memory.all();
    expect(await ask(w, 'bob')).toEqual({ kind: 'refused', why: expect.stringContaining(why) });
    expect(w.memory.all()).toEqual(before);
  });

  it('is lost where another incident of the resource opens in the moment of asking', async () => {
    const w = await resolved();
    const { table } = w.deps;
    const news = { ...keys.correlation(deploymentKey), incidentId: other, version: 1, alarms: [] };
    w.deps.table = {
      ...table,
      transact: async (writes) => {
        await put({ ...w, deps: { ...w.deps, table } }, news);
        return table.transact(writes);
      },
    };
    expect(await ask(w, 'bob')).toEqual({ kind: 'lost' });
    expect(await w.status()).toBe('resolved');
    expect(held(w)).toEqual([]);
  });

  it('is asked for where the newer incident of the resource is over', async () => {
    const w = await resolved();
    await put(w, { ...(await w.read()), ...keys.incident(other), id: other, status: 'report_only' });
    await put(w, { ...keys.correlation(deploymentKey), incidentId: other, version: 2, alarms: [] });
    expect(await ask(w, 'bob')).toMatchObject({ kind: 'asked' });
  });
});
