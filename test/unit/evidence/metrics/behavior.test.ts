import { describe, expect, it } from 'vitest';
import { behaviorOf } from '../../../../core/evidence/metrics/behavior.ts';
import { gapsOf } from '../../../../core/evidence/metrics/gaps.ts';
import type { Points } from '../../../../core/evidence/metrics/points.ts';
import { type Limits, saturation } from '../../../../core/evidence/metrics/saturation.ts';

const begin = Date.UTC(2026, 10, 20);
const at = (minute: number): Date => new Date(begin + 60_000 * minute);
const minutes = (values: readonly number[]): Points => values.map((value, minute) => ({ at: at(minute), value }));
const shaped = (length: number, shape: (minute: number) => number): Points =>
  minutes(Array.from({ length }, (_, minute) => shape(minute)));
const noise = (minute: number): number => (((minute * 7919 + 104_729) % 2_147_483_647) * 48_271) % 21;
const minute = { periodSeconds: 60 };

describe('behaviorOf', () => {
  it('tells a new level, since when, and both levels', () => {
    const points = shaped(240, (place) => 100 + (place % 3) + (place >= 230 ? 80 : 0));
    expect(behaviorOf(points, minute)).toMatchObject({
      kind: 'level-shift',
      direction: 'up',
      onset: at(230),
      before: 101,
      now: 181,
    });
  });

  it.each<[string, (place: number) => number, object]>([
    [
      'a spike that is over',
      (place) => 100 + noise(place) + (place === 230 ? 300 : 0),
      { kind: 'spike', direction: 'up', onset: at(230) },
    ],
    [
      'a dip',
      (place) => 100 + noise(place) - (place === 230 ? 90 : 0),
      { kind: 'spike', direction: 'down', onset: at(230) },
    ],
    [
      'requests that stopped',
      (place) => (place >= 225 ? 0 : 100 + noise(place)),
      { kind: 'dropped-out', direction: 'down', onset: at(225), now: 0 },
    ],
    [
      'what leaks since the series began',
      (place) => 1000 + place * 20 + noise(place),
      { kind: 'trend', direction: 'up' },
    ],
    ['what fills up', (place) => 9000 - place * 20 + noise(place), { kind: 'trend', direction: 'down' }],
  ])('tells %s', (_what, shape, expected) => {
    expect(behaviorOf(shaped(240, shape), minute)).toMatchObject(expected);
  });

  it('tells where a rise began that was flat before', () => {
    const found = behaviorOf(
      shaped(300, (place) => 100 + noise(place) + Math.max(0, place - 240) * 8),
      minute,
    );
    expect(found).toMatchObject({ kind: 'trend', direction: 'up' });
    expect(Math.abs((found?.onset?.getTime() ?? 0) - at(240).getTime())).toBeLessThanOrEqual(5 * 60_000);
  });

  it('says that a series is silent only when it was asked for longer', () => {
    const points = shaped(120, (place) => 100 + noise(place));
    expect(behaviorOf(points, { ...minute, until: at(140) })).toMatchObject({ kind: 'silent', onset: at(120) });
    expect(behaviorOf(points, { ...minute, until: at(121) })).toMatchObject({ kind: 'steady' });
  });

  it.each<[string, Points]>([
    ['a constant', shaped(240, () => 7)],
    ['zero', shaped(240, () => 0)],
    ['noise', shaped(240, (place) => 100 + noise(place))],
    ['a burst that comes each ten minutes', shaped(240, (place) => (place % 10 === 0 ? 400 : 20 + noise(place)))],
    ['a step of less than a tenth', shaped(240, (place) => 1000 + (place % 3) + (place >= 230 ? 60 : 0))],
    ['a spike of an hour ago', shaped(240, (place) => 100 + noise(place) + (place === 170 ? 400 : 0))],
    ['a value beyond the few before it', minutes([10, 11, 10, 12, 11, 10, 12, 11, 10, 11, 12, 13.5])],
    ['a daily load', shaped(2880, (place) => 200 - 100 * Math.cos((2 * Math.PI * place) / 1440) + noise(place))],
  ])('is steady for %s', (_what, points) => {
    expect(behaviorOf(points, minute)).toMatchObject({ kind: 'steady', strength: 0 });
  });

  it.each([0, 1, 9])('says nothing of %i points', (count) => {
    expect(
      behaviorOf(
        shaped(count, (place) => place),
        minute,
      ),
    ).toBeUndefined();
  });

  it('is the surer the farther it is', () => {
    const strength = (height: number): number =>
      behaviorOf(
        shaped(240, (place) => 100 + noise(place) + (place >= 235 ? height : 0)),
        minute,
      )?.strength ?? 0;
    expect(strength(40)).toBeGreaterThanOrEqual(0.5);
    expect(strength(80)).toBeGreaterThan(strength(40));
    expect(strength(8000)).toBeLessThanOrEqual(1);
  });
});

describe('saturation', () => {
  it.each<[string, number[], Limits, object | undefined]>([
    ['a limit passed', [50, 60, 96, 99, 97], { above: 95 }, { limit: 'above', since: at(2), peak: 99 }],
    ['what ran low', [50, 9, 4, 6], { below: 10 }, { limit: 'below', since: at(1), peak: 4 }],
    ['a stretch across two calm points', [50, 96, 60, 60, 98], { above: 95 }, { since: at(1), peak: 98 }],
    ['the newer stretch after three', [50, 96, 60, 60, 60, 98], { above: 95 }, { since: at(5), peak: 98 }],
    ['a value at its limit', [50, 95], { above: 95, below: 50 }, undefined],
    ['what was passed long ago', [99, ...Array.from({ length: 20 }, () => 50)], { above: 95 }, undefined],
    ['no limit', [1, 2, 3], {}, undefined],
    ['no points', [], { above: 1 }, undefined],
  ])('tells %s', (_what, values, limits, expected) => {
    const found = saturation(minutes(values), limits);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });
});

describe('gapsOf', () => {
  it('tells where periods are missing, and no gap where one is late', () => {
    const points = minutes([1, 1, 1, 1, 1, 1]).filter(({ at: time }) => time < at(2) || time > at(3));
    expect(gapsOf(points, 60)).toEqual([{ from: at(2), to: at(4) }]);
    expect(gapsOf([...points.slice(0, 2), { at: new Date(at(2).getTime() + 20_000), value: 1 }], 60)).toEqual([]);
    expect(gapsOf([], 60)).toEqual([]);
  });
});
