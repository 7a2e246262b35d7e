import { describe, expect, it } from 'vitest';
import { Judged, judgedSeries } from '../../../core/remediation/judged.ts';
import { proposal } from '../../support/proposal.ts';
import { later } from '../../support/incident.ts';

const [metric] = proposal().expected.metrics;
if (metric === undefined) throw new Error('the proposal expects a metric');
const named = (id: string, change: object = {}) => ({ ...metric, id, ...change });
const judged = (ids: readonly string[], metrics: (typeof metric)[], before: Record<string, number | null> = {}) =>
  judgedSeries(
    metrics,
    { outcome: 'verified', before, after: {}, alarm: 'OK', checks: [] },
    {
      series: ids.map((id) => ({
        id,
        // What stops with the change says less than what goes on.
        points: Array.from({ length: id === 'stops' ? 400 : 900 }, (_, n) => ({ at: later(4 * n), value: n % 17 })),
      })),
      from: later(0),
      executedAt: later(1800),
      now: later(3600),
    },
  );

describe('the series a change was judged by', () => {
  it('are told what was bad before first, above all where it was measured after, what only shows life last, and none without data', () => {
    const metrics = [
      named('alive'),
      named('zero', { absence: 'zero', liveness: 'alive' }),
      named('silent'),
      named('stops'),
      named('slow'),
    ];
    const { charts } = judged(['alive', 'zero', 'stops', 'slow'], metrics, { stops: 900, slow: 1840, zero: null });
    expect(charts.map(({ id }) => id)).toEqual(['slow', 'stops', 'zero', 'alive']);
  });

  it.each([
    ['below', 'above'],
    ['above', 'below'],
  ])('have the limit that they are expected to be %s of, at which a value is bad', (comparison, bad) => {
    const [first] = judged(['a'], [named('a', { comparison, threshold: 7 })]).charts;
    expect(first?.chart.limit).toEqual({ value: 7, bad, inclusive: true, source: 'expected' });
  });

  it('say most where they were bad before, and nothing of that where nothing was measured', () => {
    const [low, unknown] = [named('low', { threshold: 7 }), named('unknown', { threshold: -1 })];
    const first = (before: Record<string, number | null>) =>
      judged(['low', 'unknown'], [unknown, low], before).charts[0]?.id;
    expect(first({ low: 7, unknown: null })).toBe('low');
    expect(first({ low: 6, unknown: null })).toBe('unknown');
  });

  it('say more where one point was measured at the very moment of the change', () => {
    const at = (id: string, seconds: number) => ({
      id,
      points: [
        { at: later(seconds), value: 9 },
        { at: later(0), value: 9 },
      ],
    });
    const { charts } = judgedSeries(
      [named('before', { threshold: 7 }), named('at', { threshold: 7 })],
      { outcome: 'verified', before: { before: 9, at: 9 }, after: {}, alarm: 'OK', checks: [] },
      {
        series: [at('before', 1799), at('at', 1800)],
        from: later(0),
        executedAt: later(1800),
        now: later(3600),
      },
    );
    expect(charts.map(({ id }) => id)).toEqual(['at', 'before']);
    expect(Judged.safeParse({ executedAt: later(1800).toISOString(), charts }).success).toBe(true);
  });

  it('are at most four, with about sixty points each', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const told = judged(
      ids,
      ids.map((id) => named(id)),
    );
    expect(told.charts.map(({ chart }) => chart.points.length).every((length) => length <= 65)).toBe(true);
    expect(Judged.safeParse(told).success).toBe(true);
    expect(told.charts).toHaveLength(4);
    expect(Buffer.byteLength(JSON.stringify(told))).toBeLessThan(8_000);
  });
});
