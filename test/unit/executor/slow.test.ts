import { describe, expect, it } from 'vitest';
import { keys, prefixes } from '../../../core/incident/keys.ts';
import { createHandler } from '../../../functions/executor/handler.ts';
import { createHandler as timekeeper } from '../../../functions/timekeeper/handler.ts';
import { stepEvent } from '../../support/incident.ts';
import { madeAfter } from '../../support/database.ts';
import { growing, resizing, slowWorld } from '../../support/slow.ts';

type Slow = Awaited<ReturnType<typeof slowWorld>>;
/** The world begins 90 seconds after the alarm. */
const begin = 90;

const run = async (w: Slow) => createHandler(w.deps)(stepEvent(await w.read()));
/** The timekeeper's minute, and the executor that its step starts. */
const poll = async (w: Slow, second: number) => {
  w.at(second);
  await timekeeper(w.deps)({});
  return (await w.status()) === 'executing' ? run(w) : { kind: await w.status() };
};
const steps = async (w: Slow) =>
  (await w.deps.table.list(keys.incident(w.incident.id).pk, prefixes.transition)).map(
    ({ from, to, by }) => `${String(from)} ${String(to)} ${String(by)}`,
  );

describe('executor with a change that takes minutes', () => {
  it('stays executing with a poll as its deadline, by a step that starts nobody', async () => {
    const w = await slowWorld([growing]);
    expect(await run(w)).toEqual({ kind: 'settling' });
    expect(await w.read()).toMatchObject({
      status: 'executing',
      reason: 'action 1 (grow-storage on orders-db) is accepted and being made',
      due: { does: 'poll', attempt: 0 },
    });
    expect((await steps(w)).at(-1)).toBe('executing executing executor');
    expect(await w.journal()).toMatchObject([{ status: 'started', acceptedAt: expect.any(String) }]);
    expect(w.leases()).toHaveLength(1);
  });

  it('is started again every minute by the timekeeper, asks RDS nothing twice, and ends executed', async () => {
    const w = await slowWorld([growing]);
    await run(w);
    for (const minute of [1, 2, 3]) expect(await poll(w, begin + 60 * minute)).toEqual({ kind: 'settling' });
    expect(await poll(w, begin + madeAfter)).toEqual({ kind: 'executed' });
    expect(w.calls).toEqual([{ storageGiB: 150 }]);
    expect(await w.journal()).toMatchObject([{ status: 'succeeded', observed: { storageGiB: 150 } }]);
    // One step says what is waited for; the others are the timekeeper's.
    expect((await steps(w)).filter((step) => step === 'executing executing executor')).toHaveLength(1);
    expect((await steps(w)).filter((step) => step === 'executing executing timekeeper')).toHaveLength(4);
    const done = await w.deps.table.get(keys.execution(w.incident.id));
    expect(done).toMatchObject({ executedAt: w.deps.now().toISOString() });
  });

  it('judges the fix from the moment it is in place, not from the call', async () => {
    const w = await slowWorld([growing]);
    await run(w);
    await poll(w, begin + madeAfter);
    expect((await w.read()).due).toMatchObject({
      does: 'poll',
      at: new Date(w.deps.now().getTime() + 120_000).toISOString(),
    });
  });

  it('begins no further action while one settles under an emergency stop, and hears of its outcome', async () => {
    const w = await slowWorld([resizing, growing]);
    await run(w);
    w.deps.switches.turn({ emergencyStop: 'set' });
    expect(await poll(w, begin + 60)).toEqual({ kind: 'settling' });
    expect(await poll(w, begin + madeAfter)).toEqual({ kind: 'execution_failed' });
    expect(await w.reason()).toBe('the emergency stop was set before action 2');
    expect((await w.journal()).map(({ action, status }) => `${action} ${status}`)).toEqual([
      'set-instance-class succeeded',
    ]);
    expect(w.calls).toEqual([{ instanceClass: 'db.r6g.xlarge' }]);
  });

  it('fails when nothing is seen of what was accepted', async () => {
    const w = await slowWorld([growing]);
    w.rds.modify = async () => undefined;
    expect(await run(w)).toEqual({ kind: 'settling' });
    expect(await poll(w, begin + 60)).toEqual({ kind: 'settling' });
    expect(await poll(w, begin + 121)).toEqual({ kind: 'execution_failed' });
    expect(await w.deps.table.get(keys.circuit('global'))).toMatchObject({ failures: 1 });
  });

  it('is given up as unknown after 240 polls, counted as a failure, and holds its lease', async () => {
    const w = await slowWorld([growing]);
    const get = w.rds.get.bind(w.rds);
    w.rds.get = async (id) => {
      const found = await get(id);
      return found === undefined ? undefined : { ...found, status: w.calls.length === 0 ? 'available' : 'modifying' };
    };
    await run(w);
    for (let minute = 1; minute <= 240; minute += 1) {
      expect(await poll(w, begin + 60 * minute)).toEqual({ kind: 'settling' });
    }
    expect(await poll(w, begin + 60 * 241)).toEqual({ kind: 'outcome_unknown' });
    expect(await w.reason()).toMatch(/240 polls/);
    expect(await w.deps.table.get(keys.circuit('global'))).toMatchObject({ failures: 1 });
    expect(w.leases()).toHaveLength(1);
    expect(w.calls).toHaveLength(1);
  });

  it('refuses before it begins while somebody else changes the instance', async () => {
    const w = await slowWorld([growing]);
    await w.rds.modify('orders-db', { instanceClass: 'db.r6g.xlarge' });
    const reason = 'drift: DBInstance orders-db is being changed by somebody else';
    expect(await run(w)).toEqual({ kind: 'refused', name: 'drift', reason });
    expect(w.calls).toHaveLength(1);
  });

  it('leaves two polls at once one of which has nothing to do', async () => {
    const w = await slowWorld([growing]);
    await run(w);
    w.at(begin + 60);
    const outcomes = await Promise.all([run(w), run(w)]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['running', 'settling']);
    expect(w.calls).toHaveLength(1);
  });
});
