import { describe, expect, it } from 'vitest';
import { excerpt } from './excerpt.ts';

const lines = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];

describe('an excerpt of a log', () => {
  it.each([
    ['in the middle', 'e', ['d', 'e', 'f']],
    ['at the begin', 'a', ['a', 'b']],
    ['near each other', 'be', ['a', 'b', 'c', 'd', 'e', 'f']],
    ['far apart', 'bh', ['a', 'b', 'c', '…', 'g', 'h', 'i']],
    ['nowhere', '', []],
  ])('shows what is marked %s, and the lines beside it', (_where, marks, shown) => {
    expect(excerpt(lines, (line) => marks.includes(line), 1)).toEqual(shown);
  });
});
