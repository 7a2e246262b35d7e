import { describe, expect, it } from 'vitest';
import { jsonPosition } from '../../../../local/cli/json-position.ts';

describe('where a text stops being JSON', () => {
  it.each([
    ['', 'line 1, column 1'],
    ['hello', 'line 1, column 1'],
    ['{"a": hello}', 'line 1, column 7'],
    ['{"a": 1,}', 'line 1, column 9'],
    ['{"a": 1', 'line 1, column 8'],
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3'],
    ['{} {}', 'line 1, column 4'],
    ['{"a": "unfinished', 'line 1, column 18'],
    ['{"a": tru3}', 'line 1, column 10'],
    [`{"long": "${'x'.repeat(500)}",\n "b": }`, 'line 2, column 7'],
  ])('%j: %s', (text, position) => {
    expect(jsonPosition(text)).toBe(position);
  });
});
