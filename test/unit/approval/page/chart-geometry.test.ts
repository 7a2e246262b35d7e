import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axis, lineOf, rangeOf, spread, textWidth, timeTicks } from '../../../../core/approval/page/chart/geometry.ts';
import { scaleOf, valueText } from '../../../../core/approval/page/chart/scale.ts';
import type { Chart, ChartLimit } from '../../../../core/evidence/chart/chart.ts';

const plain = { divisor: 1, suffix: '' };
const limit = (value: number): ChartLimit => ({ value, bad: 'above', inclusive: true, source: 'alarm' });

describe('an axis', () => {
  it('puts each value where it belongs, to a tenth', () => {
    expect([0, 50, 100].map(axis(0, 100, 120, 0).at)).toEqual([120, 60, 0]);
    expect(axis(0, 3, 0, 100).at(1)).toBe(33.3);
    expect(axis(7, 7, 0, 100).at(7)).toBe(50);
  });
});

describe('the range of values', () => {
  it.each<[string, number[], number | undefined, number[]]>([
    ['from zero where that costs little', [41, 99.6], 95, [0, 50, 100]],
    ['from the least where zero is far', [96, 99], undefined, [96, 97, 98, 99]],
    ['with the limit in it', [1, 2], 10, [0, 5, 10]],
    ['of one value', [5], undefined, [0, 2.5, 5]],
    ['of nothing but zero', [0, 0], 0, [0, 0.5, 1]],
    ['below zero', [-10, -1], undefined, [-10, -5, 0]],
    ['around zero', [-3, 4], undefined, [-2.5, 0, 2.5]],
    ['of one negative value', [-5], undefined, [-5, -2.5, 0]],
  ])('is %s', (_what, values, at, ticks) => {
    const range = rangeOf(values, at === undefined ? undefined : limit(at), plain);
    expect(range.ticks.map((tick) => tick + 0)).toEqual(ticks);
  });

  it('has round numbers in the unit they are shown in', () => {
    const gibibyte = 2 ** 30;
    const scale = scaleOf('bytes', 12 * gibibyte);
    const { ticks } = rangeOf([9 * gibibyte, 12 * gibibyte], limit(10 * gibibyte), scale);
    expect(ticks.map((tick) => valueText('bytes', tick, scale))).toEqual(['9 GiB', '10 GiB', '11 GiB', '12 GiB']);
  });

  it('holds all values of any series, and three to seven ticks within', () => {
    const value = fc.double({ min: -1e110, max: 1e110, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 30 }),
        fc.option(value, { nil: undefined }),
        (given, at) => {
          const values = given.map((one) => (Math.abs(one) < 1e-100 ? 0 : one));
          const own = at === undefined ? undefined : limit(Math.abs(at) < 1e-100 ? 0 : at);
          const { low, high, ticks } = rangeOf(values, own, plain);
          const y = axis(low, high, 100, 0);
          for (const one of [...values, ...ticks]) {
            expect(y.at(one)).toBeGreaterThanOrEqual(-0.1);
            expect(y.at(one)).toBeLessThanOrEqual(100.1);
          }
          expect(ticks.length).toBeGreaterThanOrEqual(1);
          expect(ticks.length).toBeLessThanOrEqual(6);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the ticks of time', () => {
  const at = (text: string) => Date.parse(`2026-11-20T${text}:00Z`);
  const text = (ticks: number[]) => ticks.map((tick) => new Date(tick).toISOString().slice(11, 16));

  it.each([
    ['02:01', '03:05', 4, ['02:30', '03:00']],
    ['02:58', '03:02', 4, ['02:58', '02:59', '03:00', '03:01']],
    ['00:10', '12:10', 4, ['03:00', '06:00', '09:00', '12:00']],
  ])('from %s to %s, at most %d, are round', (from, to, most, expected) => {
    expect(text(timeTicks(at(from), at(to), most))).toEqual(expected);
  });

  it('are round where the person is', () => {
    const half = 5.5 * 3_600_000;
    expect(text(timeTicks(at('00:00'), at('06:00'), 3, half))).toEqual(['00:30', '02:30', '04:30']);
  });

  it('are few over weeks, and none of a moment between two', () => {
    expect(timeTicks(at('00:00'), at('00:00') + 30 * 86_400_000, 4).length).toBeLessThanOrEqual(4);
    expect(timeTicks(at('02:01') + 1000, at('02:01') + 2000, 4)).toEqual([]);
  });
});

describe('the line', () => {
  const straight = (value: number) => value;
  it('is broken at a gap, and a point by itself is a dot', () => {
    const points: Chart['points'] = [
      [0, 1],
      [60, 2],
      [60, null],
      [240, 3],
      [240, null],
      [300, 4],
      [360, 5],
    ];
    expect(lineOf(points, straight, straight)).toEqual({ path: 'M0 1L60 2M300 4L360 5', dots: [{ x: 240, y: 3 }] });
  });

  it('is nothing without a value', () => {
    expect(lineOf([[5, null]], straight, straight)).toEqual({ path: '', dots: [] });
  });
});

describe('labels side by side', () => {
  const labels = (...wanted: number[]) => wanted.map((one) => ({ wanted: one, width: 20 }));
  it('stay where they belong, where there is room', () => {
    expect(spread(labels(30, 80), 0, 200, 4)).toEqual([30, 80]);
  });

  it('give way to each other and to the edges', () => {
    expect(spread(labels(100, 101), 0, 200, 4)).toEqual([88.5, 112.5]);
    expect(spread(labels(-5, 199, 200), 0, 200, 4)).toEqual([10, 166, 190]);
  });

  it('never overlap nor leave, wherever they belong, while there is room', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 240 }), { maxLength: 9 }), (given) => {
        const centers = spread(labels(...given.toSorted((a, b) => a - b)), 0, 240, 4);
        for (const [index, center] of centers.entries()) {
          expect(center).toBeGreaterThanOrEqual(index === 0 ? 10 : (centers[index - 1] ?? 0) + 23.9);
          expect(center).toBeLessThanOrEqual(230);
        }
      }),
    );
  });

  it('are reckoned wider in Chinese', () => {
    expect(textWidth('警報')).toBe(24);
    expect(textWidth('ab')).toBeCloseTo(13.4);
  });
});

describe('a value', () => {
  it.each<[Chart['unit'], number, string]>([
    ['percent', 93.456, '93.5 %'],
    ['bytes', 1.5 * 2 ** 30, '1.5 GiB'],
    ['bytes', 512 * 2 ** 20, '512 MiB'],
    ['bytes', 12, '12 B'],
    ['bytes-per-second', 2 ** 21, '2 MiB/s'],
    ['seconds', 0.34, '340 ms'],
    ['seconds', 3.4, '3.4 s'],
    ['seconds', 600, '10 min'],
    ['milliseconds', 1840, '1,840 ms'],
    ['milliseconds', 15_000, '15 s'],
    ['count', 1840, '1,840'],
    ['count', 2_500_000, '2.5M'],
    ['count', 0, '0'],
    ['count', -3, '-3'],
    ['count', 1e60, '1.0e+45P'],
    ['count', 1e-60, '1.0e-60'],
  ])('in %s of %d is %s', (unit, value, expected) => {
    expect(valueText(unit, value)).toBe(expected);
  });
});
