import { describe, expect, it } from 'vitest';
import { breaksSame } from './same-invariant.ts';

const twice = 'apr0123456789abcdef0123/0: changed twice';

describe('the same invariant', () => {
  it.each([
    ['0123456789abcdef/0: changed twice', 'fedcba9876543210/1: changed twice'],
    ['inc-20260302T021000Z-ab12 ended refused', 'inc-20260302T031500Z-cd34 ended refused'],
    ['made after 2026-03-02T02:15:00.000Z', 'made after 2026-03-02T04:00:01.500Z'],
    ['3 outcomes, the circuit counted 2', '4 outcomes, the circuit counted 3'],
  ])('is broken by %j and by %j', (one, other) => {
    expect(breaksSame(one, ['something else', other])).toBe(true);
  });

  it.each([
    ['0123456789abcdef/0: changed twice', '0123456789abcdef/0: made without its claim'],
    ['inc-20260302T021000Z-ab12 ended refused', 'inc-20260302T021000Z-ab12 ended expired'],
    [twice, ''],
  ])('is not broken by %j and by %j', (one, other) => {
    expect(breaksSame(one, [other])).toBe(false);
  });

  it('is broken by nothing where nothing is', () => {
    expect(breaksSame(twice, [])).toBe(false);
  });
});
