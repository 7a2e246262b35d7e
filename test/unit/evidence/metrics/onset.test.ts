import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onsetOf } from '../../../../core/evidence/metrics/onset.ts';
import type { Points } from '../../../../core/evidence/metrics/points.ts';

const minuteMs = 60_000;
const begin = Date.UTC(2026, 10, 20);
const perDay = 288;
/** Five-minute points of two days; `shape` gives the value of each. */
const series = (shape: (place: number) => number, places = 2 * perDay): Points =>
  Array.from({ length: places }, (_, place) => ({ at: new Date(begin + 5 * minuteMs * place), value: shape(place) }));
/** Whole numbers from 0 to 20 that look random and are the same in each run. */
const noise = (place: number): number => (((place * 7919 + 104_729) % 2_147_483_647) * 48_271) % 21;
const wave = (place: number): number => Math.round(200 - 100 * Math.cos((2 * Math.PI * place) / perDay));
const minutesTo = (place: number, points: Points, yesterday?: Points): number | undefined => {
  const onset = onsetOf(points, yesterday === undefined ? {} : { yesterday });
  return onset === undefined ? undefined : (onset.getTime() - begin) / minuteMs - 5 * place;
};

describe('onsetOf', () => {
  it.each<[string, number, (place: number) => number, number]>([
    ['a step up', 500, (place) => 100 + noise(place) + (place >= 500 ? 90 : 0), 0],
    ['a step down', 500, (place) => 100 + noise(place) - (place >= 500 ? 90 : 0), 0],
    ['a small step that only lasts', 480, (place) => 100 + noise(place) + (place >= 480 ? 12 : 0), 15],
    ['a step that is over', 400, (place) => 100 + noise(place) + (place >= 400 && place < 420 ? 90 : 0), 0],
    ['one spike', 450, (place) => 100 + noise(place) + (place === 450 ? 200 : 0), 0],
    ['a step in a daily load', 470, (place) => wave(place) + noise(place) + (place >= 470 ? 300 : 0), 0],
    ['a spike on a metric that is else constant', 300, (place) => (place === 300 ? 1 : 0), 0],
    ['a spike among hourly ones', 450, (place) => noise(place) + (place === 450 ? 900 : place % 12 === 0 ? 100 : 0), 0],
    ['a ramp, as soon as it is clear', 480, (place) => 100 + noise(place) + Math.max(0, place - 480) * 5, 45],
  ])('tells when %s began', (_what, place, shape, slack) => {
    const off = minutesTo(place, series(shape));
    expect(Math.abs(off ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(slack);
  });

  it('means the newer of two clear anomalies, however much higher the older was', () => {
    const points = series((place) => noise(place) + (place === 450 ? 9000 : place === 540 ? 2500 : 0));
    expect(minutesTo(540, points)).toBe(0);
  });

  it('means the newer of two that are not so clear when the older was a day before', () => {
    const points = series((place) => (place === 230 ? 75 : place === 540 ? 45 : noise(place)));
    expect(minutesTo(540, points)).toBe(0);
  });

  it('means no wobble of a metric that is flat but for a spike', () => {
    const points = series((place) => (place === 400 ? 1000 : place === 540 ? 1 : 0));
    expect(minutesTo(400, points)).toBe(0);
  });

  it('does not mean a newer one that is hardly one', () => {
    const points = series((place) => noise(place) + (place === 400 ? 900 : place === 540 ? 15 : 0));
    expect(minutesTo(400, points)).toBe(0);
  });

  it('knows the job that also ran yesterday, half an hour earlier or later', () => {
    const daily = (late: number) => (place: number) => (place === 150 || place === 150 + perDay + late ? 900 : 0);
    const faultAt = (fault: number, late: number) =>
      series((place) => noise(place) + daily(late)(place) + (place === fault ? 200 : 0));
    expect(minutesTo(350, faultAt(350, 4))).toBe(0);
    expect(minutesTo(150 + perDay + 20, faultAt(350, 20))).toBe(0);
  });

  it('compares a short series with the day before', () => {
    const days = series((place) => wave(place) + (place >= 560 ? 300 : 0));
    const short = days.slice(2 * perDay - 60);
    expect(minutesTo(560, short, days.slice(0, -60))).toBe(0);
    expect(onsetOf(short.slice(0, 40), { yesterday: days.slice(0, -60) })).toBeUndefined();
  });

  it.each<[string, Points]>([
    ['no points', []],
    ['one point', series(() => 1, 1)],
    ['a constant', series(() => 5)],
    ['too few points to know what is usual', series((place) => (place === 8 ? 900 : 1), 9)],
  ])('tells nothing of %s', (_what, points) => {
    expect(onsetOf(points)).toBeUndefined();
  });

  it('knows a load that is the same each day once it has seen one', () => {
    const days = series(wave);
    expect(onsetOf(days.slice(perDay), { yesterday: days.slice(0, perDay) })).toBeUndefined();
  });

  it('does not depend on the unit or the zero of a metric', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 0, maxLength: 80 });
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: -6, max: 6 }),
        fc.integer({ min: -4096, max: 4096 }),
        (some, power, shift) => {
          const plain = series((place) => some[place] ?? 0, some.length);
          const moved = plain.map(({ at, value }) => ({ at, value: value * 2 ** power + shift }));
          expect(onsetOf(moved)).toEqual(onsetOf(plain));
        },
      ),
      { seed: 20_261_120, numRuns: 100 },
    );
  });
});
