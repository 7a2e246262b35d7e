import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import { createHandler as executor } from '../../../functions/executor/handler.ts';
import { createHandler } from '../../../functions/rollback/handler.ts';
import { autoscaler, autoscalerKey, deployment, deploymentKey } from '../../support/cluster.ts';
import { crashPoint } from '../../support/crash.ts';
import { stepEvent } from '../../support/incident.ts';
import { world } from '../../support/world.ts';

/** More than the calls of one rollback; the last rounds run without a crash. */
const points = Array.from({ length: 55 }, (_, n) => n);
const prior = { [deploymentKey]: deployment('512Mi'), [autoscalerKey]: autoscaler(2) };

/** A fix that did not help, a rollback that dies once, and the timekeeper that starts it again. */
const crashed = async (at: number, when: 'before' | 'after') => {
  const w = await world();
  await executor(w.deps)(stepEvent(w.incident));
  const item = { ...(await w.read()), ...keys.incident(w.incident.id), status: 'fix_ineffective' };
  await w.deps.table.transact([{ kind: 'replace', item, when: [] }]);
  w.at(700);

  const { wrap, seen } = crashPoint(at, when);
  const { table, claims, session, switches } = w.deps;
  const cluster = { ...w.fake.cluster, get: wrap(w.fake.cluster.get), patch: wrap(w.fake.cluster.patch) };
  const dying = {
    ...w.deps,
    table: {
      ...table,
      get: wrap(table.get),
      getAll: wrap(table.getAll),
      list: wrap(table.list),
      transact: wrap(table.transact),
    },
    claims: { take: wrap(claims.take) },
    switches: { read: wrap(switches.read) },
    session: { open: wrap(async (request) => ({ ...(await session.open(request)), kubernetes: cluster })) },
  };
  const first = await createHandler(dying)(stepEvent(await w.read())).catch(() => 'crashed');
  for (let n = 1; n <= 3 && ['fix_ineffective', 'rolling_back'].includes(await w.status()); n += 1) {
    w.at(700 + n * 120);
    await createHandler(w.deps)(stepEvent(await w.read()));
  }
  return { w, first, calls: seen.calls };
};

describe.each(['before', 'after'] as const)('rollback that dies %s a call', (when) => {
  it.each(points)('number %i undoes each step at most once and never hangs', async (at) => {
    const { w } = await crashed(at, when);
    const undone = w.fake.calls.slice(2).map(({ target }) => target);
    expect(new Set(undone).size).toBe(undone.length);
    expect(['rolled_back', 'rollback_failed']).toContain(await w.status());
    if ((await w.status()) === 'rolled_back') expect(w.fake.objects).toEqual(prior);
    else expect(await w.reason()).toMatch(/undo failed/);
  });
});

describe('the crash points', () => {
  it('cover every call of a rollback', async () => {
    const { first, calls } = await crashed(1000, 'before');
    expect(first).toEqual({ kind: 'rolled_back' });
    expect(calls).toBeLessThan(points.length);
  });
});
