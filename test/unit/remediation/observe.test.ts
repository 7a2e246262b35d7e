import { describe, expect, it } from 'vitest';
import { changesNothing, compare, drifted, reversed, touchedValues } from '../../../core/remediation/observe.ts';

/** By meaning: in this action upper and lower case are the same. */
const action = { same: (_path: string, a: unknown, b: unknown) => String(a).toLowerCase() === String(b).toLowerCase() };
const touched = [
  { path: 'x', before: 'a', after: 'b' },
  { path: 'y', before: null, after: 'c' },
];

describe('what a resource shows', () => {
  it.each([
    ['as-planned', { x: 'B', y: 'c' }],
    ['unchanged', { x: 'A' }],
    ['unchanged', { x: 'a', y: null }],
    ['neither', { x: 'b' }],
    ['neither', { x: 'z', y: 'c' }],
    ['unreadable', undefined],
  ])('is %s: %j', (observation, state) => expect(compare(action, touched, state)).toBe(observation));

  it('is looked at in the touched fields alone, null where nothing is set', () => {
    expect(touchedValues(touched, { x: 'q', z: 1 })).toEqual({ x: 'q', y: null });
  });

  it('has drifted in each field that is not as it was', () => {
    expect(drifted(action, touched, { x: 'A' })).toEqual([]);
    expect(drifted(action, touched, { x: 'b', y: 'd' })).toEqual(touched);
    expect(drifted(action, touched, { x: 'a', y: 'd' })).toEqual(touched.slice(1));
  });
});

describe('a change', () => {
  it('is undone by its opposite', () =>
    expect(reversed(touched)).toEqual([
      { path: 'x', before: 'b', after: 'a' },
      { path: 'y', before: 'c', after: null },
    ]));

  it.each([
    [true, [{ path: 'x', before: 'a', after: 'A' }]],
    [true, []],
    [false, [...touched, { path: 'x', before: 'a', after: 'A' }]],
  ])('changes nothing: %s', (nothing, fields) => expect(changesNothing(action, fields)).toBe(nothing));
});
