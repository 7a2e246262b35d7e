import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/executor/handler.ts';
import { autoscaler, autoscalerKey, deployment, deploymentKey } from '../../support/cluster.ts';
import { crashPoint } from '../../support/crash.ts';
import { stepEvent } from '../../support/incident.ts';
import { world } from '../../support/world.ts';

/** More than the calls of one execution; the last rounds run without a crash. */
const points = Array.from({ length: 45 }, (_, n) => n);

/** Runs once with a crash, then again and again as the timekeeper would, until the incident has left `executing`. */
const crashed = async (at: number, when: 'before' | 'after') => {
  const w = await world();
  const { wrap, seen } = crashPoint(at, when);
  const { table, claims, session, switches } = w.deps;
  const journalAtPatch: unknown[] = [];
  const patch = w.fake.cluster.patch;
  const mutating: typeof patch = async (target, operations) => {
    journalAtPatch.push((await w.journal()).find((entry) => entry.target.kind === target.kind)?.prior);
    return patch(target, operations);
  };
  const cluster = { ...w.fake.cluster, get: wrap(w.fake.cluster.get), patch: wrap(mutating) };
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
  const first = await createHandler(dying)(stepEvent(w.incident)).catch(() => 'crashed');
  for (let n = 1; n <= 3 && ['approved', 'executing'].includes(await w.status()); n += 1) {
    w.at(90 + n * 120);
    await createHandler(w.deps)(stepEvent(await w.read()));
  }
  return { w, first, calls: seen.calls, journalAtPatch };
};

describe.each(['before', 'after'] as const)('executor that dies %s a call', (when) => {
  it.each(points)('number %i changes each resource at most once and never hangs', async (at) => {
    const { w, journalAtPatch } = await crashed(at, when);
    const changed = w.fake.calls.map(({ target }) => target);
    expect(new Set(changed).size).toBe(changed.length);
    expect(['executed', 'execution_failed', 'outcome_unknown']).toContain(await w.status());
    expect(journalAtPatch.every((prior) => prior !== undefined)).toBe(true);

    const full = w.fake.objects[autoscalerKey];
    const done = { [deploymentKey]: deployment('1Gi'), [autoscalerKey]: autoscaler(3) };
    if ((await w.status()) === 'executed') expect(w.fake.objects).toEqual(done);
    else expect(full).toEqual(autoscaler(2));
  });
});

describe('the crash points', () => {
  it('cover every call of an execution', async () => {
    const { first, calls } = await crashed(1000, 'before');
    expect(first).toEqual({ kind: 'executed' });
    expect(calls).toBeLessThan(points.length);
  });
});
