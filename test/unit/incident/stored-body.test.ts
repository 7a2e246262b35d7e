import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { bodyOf } from '../../../core/incident/stored-body.ts';

describe('a stored body', () => {
  it('is none where the step that writes it never came, and parsed where it did', () => {
    expect(bodyOf(undefined, z.string())).toBeUndefined();
    expect(bodyOf({ pk: 'a', sk: 'b', body: 'c' }, z.string())).toBe('c');
    expect(() => bodyOf({ pk: 'a', sk: 'b' }, z.string())).toThrow();
  });
});
