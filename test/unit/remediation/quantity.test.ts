import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantity } from '../../../core/incident/quantity.ts';
import { memoryText, sameQuantity } from '../../../core/remediation/quantity.ts';

describe('quantity', () => {
  it('compares by meaning', () => {
    expect(sameQuantity('1Gi', '1024Mi')).toBe(true);
    expect(sameQuantity('1Gi', '1G')).toBe(false);
    expect(sameQuantity(null, '1Gi')).toBe(false);
    expect(sameQuantity(null, null)).toBe(true);
    expect(sameQuantity('a', 'b')).toBe(false);
    expect(sameQuantity(true, 1)).toBe(false);
    expect(sameQuantity(1, '1')).toBe(true);
    expect(sameQuantity('0.5', 0.5)).toBe(true);
    expect(sameQuantity(1, 2)).toBe(false);
  });

  it('writes bytes in the largest unit that keeps them whole', () => {
    expect(memoryText(2 ** 30)).toBe('1Gi');
    expect(memoryText(2 ** 40)).toBe('1Ti');
    expect(memoryText(2 ** 50)).toBe('1024Ti');
    expect(memoryText(0)).toBe('0');
    expect(memoryText(1.5 * 2 ** 30)).toBe('1536Mi');
    expect(memoryText(1000)).toBe('1000');
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 42 }), (bytes) => quantity(memoryText(bytes)) === bytes));
  });
});
