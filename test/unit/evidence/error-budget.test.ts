import { describe, expect, it } from 'vitest';
import { type Counts, errorBudget } from '../../../core/evidence/error-budget.ts';
import { gatherSlo } from '../../../core/evidence/gather/slo.ts';
import type { MetricQuery, Period } from '../../../core/evidence/ports.ts';
import { Slo } from '../../../core/evidence/slo.ts';

const now = new Date('2026-11-20T03:20:00.000Z');
const count = (name: string) => ({ namespace: 'AWS/ApplicationELB', name, dimensions: { LoadBalancer: '$name' } });
const slo = (over: object = {}) =>
  Slo.parse({ objective: 99.9, days: 30, total: count('RequestCount'), bad: count('5XX'), ...over });
/** So many hours with this sum each, the last one running. */
const hours = (n: number, value: number): { at: Date; value: number }[] =>
  Array.from({ length: n }, (_, hour) => ({
    at: new Date(Date.parse('2026-11-20T03:00:00Z') - hour * 3_600_000),
    value,
  }));
const hour = (value: number) => hours(1, value);
const old = { at: new Date('2026-10-01T00:00:00Z'), value: 9_999_999 };

describe('the error budget', () => {
  it.each<[string, Partial<Counts>, number, number]>([
    ['whole without a failure', { bad: hour(0) }, 100, 43.2],
    ['half gone', { bad: hour(360) }, 50, 21.6],
    ['gone', { bad: hour(720) }, 0, 0],
    ['overdrawn', { bad: hour(1440) }, -100, -43.2],
    ['overdrawn a thousand times when everything fails', { bad: hours(720, 1000) }, -99_900, -43_156.8],
    ['counted by what was good', { good: [...hours(719, 1000), { ...old, at: now, value: 640 }] }, 50, 21.6],
    ['of its window only', { bad: [old, ...hour(360)] }, 50, 21.6],
    ['not changed by what is no count', { bad: [...hour(360), ...hour(Number.NaN), ...hour(-5)] }, 50, 21.6],
  ])('is %s', (_what, outcomes, remainingPercent, remainingMinutes) => {
    expect(errorBudget(slo(), { total: hours(720, 1000), ...outcomes }, now)).toEqual({
      kind: 'known',
      objective: 99.9,
      days: 30,
      remainingPercent,
      remainingMinutes,
      budgetMinutes: 43.2,
      countedHours: 720,
      windowHours: 720,
    });
  });

  it('says in how many hours something was counted', () => {
    const counts = { total: [...hours(10, 100), ...hour(0)], bad: hour(1) };
    expect(errorBudget(slo(), counts, now)).toMatchObject({ remainingPercent: 0, countedHours: 10, windowHours: 720 });
  });

  it.each<[string, Counts | undefined, string]>([
    ['was read', undefined, 'not-read'],
    ['was asked for', { total: [], bad: [] }, 'no-requests'],
    ['was asked for within the window', { total: [old], bad: hour(1) }, 'no-requests'],
    ['was asked for but zero times', { total: hours(9, 0), bad: hour(0) }, 'no-requests'],
    ['counted failures', { total: hour(100), bad: [] }, 'no-outcomes'],
    ['counted what was good', { total: hour(100), good: [] }, 'no-outcomes'],
    ['can be right of more failures than requests', { total: hour(100), bad: hour(101) }, 'contradiction'],
    ['can be right of more good ones than requests', { total: hour(100), good: hour(101) }, 'contradiction'],
  ])('is not known, and never full, where nothing %s', (_what, counts, why) => {
    expect(errorBudget(slo(), counts, now)).toEqual({ kind: 'unknown', objective: 99.9, days: 30, why });
  });
});

describe('what an objective has read', () => {
  const read = async (of: Slo, values: Record<string, string> = { name: 'app/harbor' }) => {
    const asked: { queries: readonly MetricQuery[]; period: Period }[] = [];
    const metrics = {
      read: async (queries: readonly MetricQuery[], period: Period) => {
        asked.push({ queries, period });
        return queries.map(({ id }) => ({ id, points: hour(id === 'total' ? 100 : 1) }));
      },
    };
    return { asked, read: await gatherSlo(metrics, of, values, now) };
  };

  it('is one request for the sums of each hour of its window', async () => {
    const { asked, read: found } = await read(slo({ days: 7 }));
    expect(asked).toMatchObject([
      {
        queries: [
          {
            id: 'total',
            name: 'RequestCount',
            stat: 'Sum',
            periodSeconds: 3600,
            dimensions: { LoadBalancer: 'app/harbor' },
          },
          { id: 'bad', name: '5XX', stat: 'Sum', periodSeconds: 3600 },
        ],
        period: { from: new Date('2026-11-13T03:00:00.000Z'), to: now },
      },
    ]);
    expect(found).toEqual({ found: { total: hour(100), bad: hour(1) }, gaps: [] });
  });

  it('may be what was good', async () => {
    const { read: found } = await read(slo({ bad: undefined, good: count('2XX') }));
    expect(found).toEqual({ found: { total: hour(100), good: hour(1) }, gaps: [] });
  });

  it('is a gap where a placeholder has no value', async () => {
    const { asked, read: found } = await read(slo(), {});
    expect(asked).toEqual([]);
    expect(found).toEqual({
      found: undefined,
      gaps: expect.arrayContaining([expect.stringContaining('error budget: ')]),
    });
  });
});

describe('an objective', () => {
  it.each([
    ['everything', { objective: 100 }],
    ['nothing', { objective: 0 }],
    ['a budget of no time at all', { objective: 99.9999, days: 1 }],
    ['a window of a year', { days: 365 }],
    ['neither good nor bad', { bad: undefined }],
    ['both good and bad', { good: count('2XX') }],
    ['a statistic of its own', { total: { ...count('RequestCount'), stat: 'p99' } }],
  ])('is not %s', (_what, over) => {
    expect(() => slo(over)).toThrow();
  });
});
