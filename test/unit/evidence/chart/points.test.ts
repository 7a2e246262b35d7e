import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chart, mostPoints } from '../../../../core/evidence/chart/chart.ts';
import { chartPoints } from '../../../../core/evidence/chart/points.ts';
import { later } from '../../../support/incident.ts';

const minute = 60;
const series = (values: readonly (number | undefined)[], step = minute) =>
  values.flatMap((value, n) => (value === undefined ? [] : [{ at: later(n * step), value }]));
const points = (given: ReturnType<typeof series>, seconds = 3 * 3600, periodSeconds = minute) =>
  chartPoints(given, { from: later(0), to: later(seconds), periodSeconds });
const valuesOf = (told: Chart['points']) => told.flatMap(([, value]) => (value === null ? [] : [value]));

describe('the points of a chart', () => {
  it('are the points of the window as they are, where they are few', () => {
    expect(points(series([1, 2.5, 3]), 60)).toEqual([
      [0, 1],
      [60, 2.5],
    ]);
  });

  it('are broken where periods are absent, and not where one comes a little late', () => {
    expect(points(series([1, 2, undefined, undefined, 3]))).toEqual([
      [0, 1],
      [60, 2],
      [60, null],
      [240, 3],
    ]);
    expect(points([...series([1]), { at: later(80), value: 2 }])).toEqual([
      [0, 1],
      [80, 2],
    ]);
  });

  it('keep the lowest, the highest and the newest of many', () => {
    const many = Array.from({ length: 1000 }, (_, n) => (n === 500 ? 99 : n === 501 ? -7 : 10 + (n % 3)));
    const told = points(series(many, 10), 10_000, 10);
    expect(told.length).toBeLessThanOrEqual(mostPoints + 1);
    expect(valuesOf(told)).toEqual(expect.arrayContaining([99, -7]));
    expect(told.at(-1)).toEqual([9990, 10]);
  });

  it('stay few in a series that is little but holes', () => {
    const holes = Array.from({ length: 180 }, (_, n) => (n % 3 === 0 ? 1 : undefined));
    expect(points(series(holes)).length).toBeLessThanOrEqual(150);
    const wide = Array.from({ length: 1000 }, (_, n) => (n % 3 === 0 || (n > 400 && n < 700) ? n : undefined));
    const told = points(series(wide), 60_000);
    expect(told.length).toBeLessThanOrEqual(160);
  });

  it('are of any series what the schema and the table take, in order and within its values', () => {
    const value = fc.double({ noNaN: false });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), value), { maxLength: 400 }), (given) => {
        const told = points(
          given.map(([second, at]) => ({ at: later(second), value: at })),
          20_000,
          60,
        );
        if (told.length > 0) expect(Chart.shape.points.safeParse(told).success).toBe(true);
        const seconds = told.map(([second]) => second);
        expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
        for (const one of valuesOf(told))
          expect(one === 0 || (Math.abs(one) >= 1e-100 && Math.abs(one) <= 1e110)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('are none of an empty series, and come to an end for a period of nothing', () => {
    expect(points([])).toEqual([]);
    expect(points(series([1, 2, 3]), 300, 0).length).toBeGreaterThan(0);
  });
});
