import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import { Policy } from '../../../core/policy/policy.ts';
import { countingWrite, recentActionsOf } from '../../../core/remediation/recent-actions.ts';
import { createHandler, type Deps } from '../../../functions/executor/handler.ts';
import { Crash } from '../../support/crash.ts';
import { later, stepEvent } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { type World, world } from '../../support/world.ts';

const capped = (maxActionsPerHour: number): Partial<Deps> => ({
  policy: policyLayer({ policy: Policy.parse({ ...policyLayer().policy, maxActionsPerHour }) }),
});
const run = (w: World, deps: Partial<Deps>) => createHandler({ ...w.deps, ...deps })(stepEvent(w.incident));
const recent = async (w: World) => recentActionsOf(await w.deps.table.get(keys.recentActions()));
const begin = async (w: World, incidentId: string, actions: number, at = later(80)) =>
  w.deps.table.transact([countingWrite(await recent(w), incidentId, actions, at)]);

/** A table in which other incidents count themselves right before each of the first `times` claims. */
const racedBy = (w: World, times: number): Deps['table'] => {
  let raced = 0;
  return {
    ...w.deps.table,
    transact: async (writes) => {
      const claims = writes.some((write) => 'item' in write && write.item.pk === keys.recentActions().pk);
      if (claims && raced < times) {
        raced += 1;
        await begin(w, `inc-${raced}`, 1);
      }
      return w.deps.table.transact(writes);
    },
  };
};

describe('actions per hour', () => {
  it('are counted by the claim, all incidents together', async () => {
    const w = await world();
    await begin(w, 'inc-other', 3);
    expect(await run(w, capped(5))).toEqual({ kind: 'executed' });
    expect((await recent(w)).runs).toEqual([
      { incidentId: 'inc-other', at: later(80).toISOString(), actions: 3 },
      { incidentId: w.incident.id, at: later(90).toISOString(), actions: 2 },
    ]);
  });

  it('refuse what would be one too many, and say how many there were', async () => {
    const w = await world();
    await begin(w, 'inc-other', 3);
    expect(await run(w, capped(4))).toMatchObject({
      name: 'caps',
      reason: 'caps: 3 actions in the last hour and 2 more, maxActionsPerHour is 4',
    });
  });

  it('are forgotten after an hour', async () => {
    const w = await world();
    await begin(w, 'inc-other', 3, later(90 - 3600));
    expect(await run(w, capped(2))).toEqual({ kind: 'executed' });
  });

  it('let only one of two executors pass that race for the last place', async () => {
    const w = await world();
    expect(await run(w, { ...capped(2), table: racedBy(w, 1) })).toMatchObject({ name: 'caps' });
    expect(w.fake.calls).toEqual([]);
    expect((await recent(w)).runs.map(({ incidentId }) => incidentId)).toEqual(['inc-1']);
  });

  it('are counted again when only the count was lost to another incident', async () => {
    const w = await world();
    expect(await run(w, { table: racedBy(w, 4) })).toEqual({ kind: 'executed' });
    expect((await recent(w)).runs).toHaveLength(5);
  });

  it('do not stand against the run that was counted, when it is taken over', async () => {
    const w = await world();
    const dies = { take: async () => Promise.reject(new Crash('dead')) };
    await expect(run(w, { ...capped(2), claims: dies })).rejects.toThrow('dead');
    w.at(200);
    const again = createHandler({ ...w.deps, ...capped(2) });
    expect(await again(stepEvent(await w.read()))).toEqual({ kind: 'executed' });
    expect((await recent(w)).runs).toHaveLength(1);
  });

  it('decide nothing while they cannot be counted: the execution is tried again', async () => {
    const w = await world();
    await expect(run(w, { table: racedBy(w, 5) })).rejects.toThrow(/contended/);
    expect(await w.status()).toBe('approved');
  });

  it('that cannot be read stop the execution', async () => {
    const w = await world();
    await w.deps.table.transact([{ kind: 'create', item: { ...keys.recentActions(), version: 1, runs: 'none' } }]);
    await expect(run(w, {})).rejects.toThrow();
    expect(w.fake.calls).toEqual([]);
  });
});
