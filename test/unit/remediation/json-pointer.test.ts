import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parts, pointer, valueAt } from '../../../core/remediation/json-pointer.ts';

describe('a JSON pointer', () => {
  it('has the parts it was made of, whatever signs are in them', () => {
    expect(pointer(['annotations', 'example.com/a~b'])).toBe('/annotations/example.com~1a~0b');
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '~', '/', '0', '1') })), (names) => {
        expect(parts(pointer(names))).toEqual(names);
      }),
    );
  });

  it('names a value in nested objects, and nothing that they only inherit', () => {
    expect(valueAt({ a: { 'b/c': 7 } }, '/a/b~1c')).toBe(7);
    expect(valueAt({ a: {} }, '/a/toString')).toBeUndefined();
    expect(valueAt({ a: [7] }, '/a/0')).toBeUndefined();
  });
});
