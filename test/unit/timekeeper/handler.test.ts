import { describe, expect, it } from 'vitest';
import { approvalDue } from '../../../core/incident/deadline.ts';
import { keys, prefixes } from '../../../core/incident/keys.ts';
import { createHandler } from '../../../functions/timekeeper/handler.ts';
import { request } from '../../support/approval.ts';
import { later } from '../../support/incident.ts';
import { type World, world } from '../../support/world.ts';

const tick = (w: World) => createHandler(w.deps)({});
const records = async (w: World) => w.deps.table.list(keys.incident(w.incident.id).pk, prefixes.transition);
const awaiting = (does: 'remind' | 'expire', seconds: number) =>
  world({
    incident: { status: 'awaiting_approval', due: { at: later(seconds).toISOString(), does, attempt: 0 } },
    request: request({ status: 'pending', version: 0 }),
    decisions: [],
  });

describe('timekeeper', () => {
  it('leaves alone what is not due', async () => {
    const w = await awaiting('expire', 900);
    expect(await tick(w)).toEqual({ kind: 'done', due: 0, moved: 0, failed: 0 });
  });

  it.each([
    ['is open', true, 1],
    ['is closed', false, 0],
  ])('says every minute that the global circuit %s', async (_how, open, count) => {
    const w = await awaiting('expire', 900);
    await w.deps.table.transact([
      { kind: 'create', item: { ...keys.circuit('global'), open, failures: 2, version: 2 } },
    ]);
    await tick(w);
    expect(w.deps.meter.counts.get('GlobalCircuitOpen')).toBe(count);
  });

  it('reminds by a step record that moves nothing', async () => {
    const w = await awaiting('remind', 300);
    w.at(301);
    expect(await tick(w)).toMatchObject({ moved: 1 });
    expect((await records(w)).at(-1)).toMatchObject({ from: 'awaiting_approval', to: 'awaiting_approval', attempt: 1 });
    expect(await w.read()).toMatchObject({ status: 'awaiting_approval', due: { does: 'remind', attempt: 1 } });
  });

  it('reminds twice of a rollback that nobody decides, also while its request could not be opened, then gives up', async () => {
    const w = await world({
      incident: { status: 'awaiting_rollback_approval', due: approvalDue(later(0), later(900), 0) },
      decisions: [],
    });
    for (const seconds of [301, 602, 901]) {
      w.at(seconds);
      await tick(w);
    }
    expect((await records(w)).slice(1)).toMatchObject([
      { to: 'awaiting_rollback_approval', attempt: 1 },
      { to: 'awaiting_rollback_approval', attempt: 2 },
      { to: 'rollback_failed', reason: expect.stringContaining('still in place') },
    ]);
  });

  it('expires incident and request in one transaction', async () => {
    const w = await awaiting('expire', 900);
    w.at(900);
    await tick(w);
    expect(await w.status()).toBe('expired');
    expect(await w.deps.table.get(keys.approval(request().approvalId))).toMatchObject({ status: 'expired' });
    expect(w.deps.meter.counts.get('ApprovalExpired')).toBe(1);
  });

  it.each([
    ['by its status', { status: 'approved', version: 0 }],
    ['by its version', { status: 'pending', version: 1 }],
  ])('does not expire a request that shows %s that it was decided at that moment', async (_how, change) => {
    const w = await awaiting('expire', 900);
    w.at(900);
    const { table } = w.deps;
    const decided = { ...request(), ...keys.approval(request().approvalId), ...change };
    const racing = {
      ...table,
      transact: async (writes: Parameters<typeof table.transact>[0]) => {
        await table.transact([{ kind: 'replace', item: decided, when: [] }]);
        return table.transact(writes);
      },
    };
    expect(await createHandler({ ...w.deps, table: racing })({})).toMatchObject({ moved: 0 });
    expect(await w.status()).toBe('awaiting_approval');
    expect(w.deps.meter.counts.has('ApprovalExpired')).toBe(false);
  });

  it('starts a lost execution again and in the end calls it unknown, counted as a failure', async () => {
    const w = await world({
      incident: { status: 'executing', due: { at: later(100).toISOString(), does: 'again', attempt: 0 } },
    });
    for (const minute of [2, 4, 6, 8]) {
      w.at(minute * 60 + 100);
      await tick(w);
    }
    expect(await w.status()).toBe('outcome_unknown');
    expect((await records(w)).slice(1).map(({ attempt }) => attempt)).toEqual([1, 2, 3, undefined]);
    expect(await w.deps.table.get(keys.circuit('global'))).toMatchObject({ failures: 1 });
  });

  it('says so when an incident cannot be moved for ten minutes', async () => {
    const w = await awaiting('expire', 900);
    // Somebody wrote the record of the next step: no step of ours can ever be inserted there.
    await w.deps.table.transact([{ kind: 'create', item: keys.transition(w.incident.id, w.incident.seq + 1) }]);
    w.at(901);
    expect(await tick(w)).toMatchObject({ moved: 0, failed: 0 });
    w.at(1501);
    expect(await tick(w)).toMatchObject({ moved: 0, failed: 1 });
    expect(w.deps.meter.counts.get('DeadlinesFailed')).toBe(1);
  });

  it('settles the others when one incident cannot be read', async () => {
    const w = await awaiting('expire', 900);
    w.at(901);
    const broken = {
      ...keys.incident('inc-broken'),
      status: 'detected',
      waiting: 'WAITING',
      dueAt: later(1).toISOString(),
    };
    await w.deps.table.transact([{ kind: 'create', item: broken }]);
    expect(await tick(w)).toEqual({ kind: 'done', due: 2, moved: 1, failed: 1 });
    expect(w.deps.meter.counts.get('DeadlinesFailed')).toBe(1);
  });
});
