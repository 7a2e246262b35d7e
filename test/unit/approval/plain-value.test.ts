import { describe, expect, it } from 'vitest';
import { plainValue } from '../../../core/approval/plain-value.ts';

describe('a value on a page', () => {
  it.each([
    ['a text', 'two\nlines\u202e', 'two lines'],
    ['a long text', 'x'.repeat(601), `${'x'.repeat(599)}…`],
    ['a text that just fits', 'x'.repeat(600), 'x'.repeat(600)],
    ['a list', ['a\nb', 1, ['c\u0000']], ['a b', 1, ['c']]],
    ['names and values', { 'a\nb': { c: 'd\te' }, n: 1 }, { 'a b': { c: 'd e' }, n: 1 }],
    ['a long name', { ['n'.repeat(700)]: 1 }, { [`${'n'.repeat(599)}…`]: 1 }],
    ['a number', 5, 5],
    ['yes', true, true],
    ['nothing', null, null],
    ['what is not there', undefined, undefined],
  ])('has no text that deceives the eye: %s', (_what, value, plain) => {
    expect(plainValue(value)).toEqual(plain);
  });
});
