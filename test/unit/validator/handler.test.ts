import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Series } from '../../../core/evidence/ports.ts';
import { keys } from '../../../core/incident/keys.ts';
import { sha256 } from '../../../core/remediation/digest.ts';
import { Judged } from '../../../core/remediation/judged.ts';
import { Validation } from '../../../core/remediation/validation.ts';
import { createHandler as executor } from '../../../functions/executor/handler.ts';
import { createHandler } from '../../../functions/validator/handler.ts';
import { later, stepEvent } from '../../support/incident.ts';
import { world } from '../../support/world.ts';

const executed = async (value: number | undefined) => {
  const w = await world();
  await executor(w.deps)(stepEvent(w.incident));
  const read = async (): Promise<Series[]> => [
    {
      id: 'p99',
      points: value === undefined ? [] : Array.from({ length: 20 }, (_, n) => ({ at: later(n * 60), value })),
    },
  ];
  return { ...w, validate: async () => createHandler({ ...w.deps, metrics: { read } })(stepEvent(await w.read())) };
};

describe('validator', () => {
  it('waits until the state was stable, then resolves and releases the leases', async () => {
    const w = await executed(100);
    w.state.alarm = 'OK';
    w.at(150);
    expect(await w.validate()).toEqual({ kind: 'waiting' });
    w.at(211);
    expect(await w.validate()).toEqual({ kind: 'resolved' });
    expect(w.deps.meter.durations.get('TimeToResolve')).toEqual([121]);
    expect(w.leases()).toEqual([]);
    const item = await w.deps.table.get(keys.validation(w.incident.id));
    expect(Validation.parse(item?.['body'])).toMatchObject({ outcome: 'verified', after: { p99: 100 } });
  });

  it.each([
    ['bad', 900, 'fix_ineffective'],
    ['absent', undefined, 'inconclusive'],
  ])('counts a failure when the metrics stay %s, and keeps the leases', async (_what, value, kind) => {
    const w = await executed(value);
    w.state.alarm = 'OK';
    w.at(700);
    expect(await w.validate()).toEqual({ kind });
    expect(await w.deps.table.get(keys.circuit('global'))).toMatchObject({ failures: 1, open: false });
    expect(w.leases()).toHaveLength(2);
    expect((await w.read()).due).toMatchObject({ does: 'again' });
  });

  it('stores the series it judged by, from half an hour before the change, by its digest in the step', async () => {
    const w = await executed(100);
    const asked: Date[] = [];
    const points = Array.from({ length: 60 }, (_, n) => ({ at: later(60 * (n - 40)), value: n < 42 ? 900 : 100 }));
    const read = async (_queries: unknown, { from }: { from: Date }): Promise<Series[]> => {
      asked.push(from);
      return [{ id: 'p99', points: points.filter(({ at }) => at >= from) }];
    };
    w.state.alarm = 'OK';
    w.at(400);
    await createHandler({ ...w.deps, metrics: { read } })(stepEvent(await w.read()));
    const item = await w.deps.table.get(keys.judged(w.incident.id));
    const { body } = z.object({ body: Judged, purgeAt: z.number() }).loose().parse(item);
    expect(asked).toEqual([new Date(Date.parse(body.executedAt) - 1800_000)]);
    expect(body.charts).toMatchObject([
      {
        id: 'p99',
        chart: {
          name: 'Latency',
          is: 'expected',
          limit: { value: 200, bad: 'above', inclusive: true, source: 'expected' },
        },
      },
    ]);
    expect(body.charts[0]?.chart.points[0]?.[1]).toBe(900);
    expect(body.charts[0]?.chart.points.at(-1)?.[1]).toBe(100);
    const { seq } = await w.read();
    expect((await w.deps.table.get(keys.transition(w.incident.id, seq)))?.['digests']).toMatchObject({
      judged: sha256(body),
    });
  });

  it('closes nothing: a success resets the count of a closed circuit only', async () => {
    const w = await executed(100);
    const open = { ...keys.circuit('global'), open: true, failures: 2, version: 3 };
    await w.deps.table.transact([{ kind: 'create', item: open }]);
    w.state.alarm = 'OK';
    w.at(400);
    await w.validate();
    expect(await w.deps.table.get(keys.circuit('global'))).toMatchObject({ failures: 0, open: true });
  });

  it('is done once: a duplicate event finds the incident moved on', async () => {
    const w = await executed(100);
    const event = stepEvent(await w.read());
    w.state.alarm = 'OK';
    w.at(400);
    await w.validate();
    expect(await createHandler(w.deps)(event)).toEqual({ kind: 'stale' });
  });
});
