import { describe, expect, it } from 'vitest';
import { quantityOf } from '../../../core/evidence/kubernetes/quantity.ts';
import { quantity } from '../../../core/incident/quantity.ts';

describe('quantity', () => {
  it.each([
    ['512Mi', 536_870_912],
    ['1Gi', 1_073_741_824],
    ['500m', 0.5],
    ['0.5', 0.5],
    ['2k', 2000],
    ['1e3', 1000],
    ['1.5Gi', 1_610_612_736],
  ])('reads %s', (text, bytes) => expect(quantity(text)).toBe(bytes));

  it.each(['', 'Mi', '1Xi', '1 Gi', '1Gi ', '0x10', 'NaN', 'Infinity', '1e'])('refuses %j', (text) =>
    expect(quantity(text)).toBeUndefined(),
  );

  it('of a field may be a number already, or missing', () => {
    expect([quantityOf(4), quantityOf(' 1Gi'), quantityOf(undefined), quantityOf('much')]).toEqual([
      4,
      2 ** 30,
      undefined,
      undefined,
    ]);
  });
});
