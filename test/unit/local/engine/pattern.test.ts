import { describe, expect, it } from 'vitest';
import { eventPattern } from '../../../../local/engine/pattern.ts';

const event = {
  source: 'sovereign-ops',
  count: 5,
  flag: true,
  nothing: null,
  empty: [],
  tags: ['red', 'blue'],
  detail: {
    to: 'detected',
    from: '',
    nested: { deep: 'x' },
    list: [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
  },
};

describe('event pattern', () => {
  it.each<[string, object, boolean]>([
    ['an exact text', { source: ['sovereign-ops'] }, true],
    ['another text', { source: ['aws.cloudwatch'] }, false],
    ['one of several', { source: ['a', 'sovereign-ops'] }, true],
    ['a number for a number', { count: [5] }, true],
    ['a text for a number', { count: ['5'] }, false],
    ['true', { flag: [true] }, true],
    ['null', { nothing: [null] }, true],
    ['null for what is absent', { missing: [null] }, false],
    ['the empty text', { detail: { from: [''] } }, true],
    ['every field of several', { source: ['sovereign-ops'], count: [6] }, false],
    ['a nested field', { detail: { nested: { deep: ['x'] } } }, true],
    ['a nested field that is not there', { detail: { other: { deep: ['x'] } } }, false],
    ['one element of a list', { tags: ['blue'] }, true],
    ['two fields of one object in a list', { detail: { list: { a: [1], b: [2] } } }, true],
    ['two fields of two objects in a list', { detail: { list: { a: [1], b: [4] } } }, false],
    ['a prefix', { detail: { to: [{ prefix: 'det' }] } }, true],
    ['another prefix', { detail: { to: [{ prefix: 'ana' }] } }, false],
    ['a prefix in any case', { detail: { to: [{ prefix: { 'equals-ignore-case': 'DET' } }] } }, true],
    ['a suffix', { detail: { to: [{ suffix: 'ted' }] } }, true],
    ['another suffix', { detail: { to: [{ suffix: 'det' }] } }, false],
    ['anything but this', { detail: { to: [{ 'anything-but': 'detected' }] } }, false],
    ['anything but these', { detail: { to: [{ 'anything-but': ['a', 'b'] }] } }, true],
    ['anything but a prefix', { detail: { to: [{ 'anything-but': { prefix: 'det' } }] } }, false],
    ['anything but, for what is absent', { missing: [{ 'anything-but': 'x' }] }, false],
    ['what exists', { detail: { to: [{ exists: true }] } }, true],
    ['what exists and is null', { nothing: [{ exists: true }] }, true],
    ['what does not exist', { missing: [{ exists: true }] }, false],
    ['absence', { missing: [{ exists: false }] }, true],
    ['absence or a value', { source: [{ exists: false }, 'sovereign-ops'] }, true],
    ['absence of what is there', { source: [{ exists: false }] }, false],
    ['existence of an object, which is no leaf', { detail: { nested: [{ exists: true }] } }, false],
    ['a numeric range', { count: [{ numeric: ['>', 0, '<=', 5] }] }, true],
    ['beyond a numeric range', { count: [{ numeric: ['>', 0, '<', 5] }] }, false],
    ['numeric equality', { count: [{ numeric: ['=', 5] }] }, true],
    ['numeric for a text', { source: [{ numeric: ['>', 0] }] }, false],
    ['any case', { source: [{ 'equals-ignore-case': 'SOVEREIGN-ops' }] }, true],
    ['a wildcard', { source: [{ wildcard: 'sov*-o*s' }] }, true],
    ['a wildcard that does not fit', { source: [{ wildcard: 'sov*x' }] }, false],
    ['a dot in a wildcard, which is a dot', { source: [{ wildcard: 'sovereign.*' }] }, false],
    ['one branch of $or', { $or: [{ count: [6] }, { source: ['sovereign-ops'] }] }, true],
    ['no branch of $or', { $or: [{ count: [6] }, { source: ['x'] }] }, false],
    ['$or beside a field that fails', { flag: [false], $or: [{ count: [5] }, { count: [6] }] }, false],
    ['$or below a field', { detail: { $or: [{ to: ['x'] }, { from: [''] }] } }, true],
  ])('%s', (_what, pattern, matches) => {
    expect(eventPattern(pattern)(event)).toBe(matches);
  });

  it.each<[string, unknown, RegExp]>([
    [
      'an operator it does not know',
      { detail: { ip: [{ cidr: '10.0.0.0/8' }] } },
      /detail\.ip: unknown operator "cidr"/,
    ],
    ['an operator named like something of every object', { a: [{ constructor: 1 }] }, /unknown operator "constructor"/],
    ['two operators in one alternative', { a: [{ prefix: 'x', suffix: 'y' }] }, /at a: .*exactly one operator/],
    ['a value that is no list', { detail: { to: 'detected' } }, /at detail\.to: expected an object or a list/],
    ['an empty list', { a: [] }, /at a: an empty list/],
    ['an empty pattern', {}, /empty/],
    ['an empty object', { detail: {} }, /at detail: empty/],
    ['a numeric rule of three', { a: [{ numeric: ['>', 1, '<'] }] }, /at a: numeric/],
    ['a numeric rule without a number', { a: [{ numeric: ['>', '>'] }] }, /at a: numeric/],
    ['a $or of one branch', { $or: [{ a: [1] }] }, /at \$or/],
    ['a prefix that is no text', { a: [{ prefix: 1 }] }, /at a: /],
  ])('refuses %s', (_what, pattern, message) => {
    expect(() => eventPattern(pattern)).toThrow(message);
  });
});
