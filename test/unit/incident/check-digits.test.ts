import { describe, expect, it } from 'vitest';
import { ibanLength, isCardNumber } from '../../../core/incident/check-digits.ts';

/** A number of this prefix and length whose last digit makes the Luhn sum right. */
const card = (prefix: string, length: number): string => {
  const body = prefix.padEnd(length - 1, '0');
  const found = Array.from('0123456789', (last) => body + last).find((one) => luhn(one));
  if (found === undefined) throw new Error(prefix);
  return found;
};
/** ISO/IEC 7812-1, written another way than in the code: from the left, by the place from the right. */
const luhn = (digits: string): boolean => {
  const weighed = Array.from(digits, (one, at) => Number(one) * ((digits.length - at) % 2 === 0 ? 2 : 1));
  return weighed.reduce((sum, one) => sum + (one % 10) + Math.floor(one / 10), 0) % 10 === 0;
};

describe('a card number', () => {
  it.each([
    ['4', 13],
    ['4', 16],
    ['4', 19],
    ['51', 16],
    ['55', 16],
    ['2221', 16],
    ['2229', 16],
    ['223', 16],
    ['229', 16],
    ['2300', 16],
    ['2699', 16],
    ['270', 16],
    ['271', 16],
    ['2720', 16],
    ['34', 15],
    ['37', 15],
    ['300', 14],
    ['305', 14],
    ['305', 19],
    ['36', 14],
    ['38', 14],
    ['39', 19],
    ['3528', 16],
    ['3529', 16],
    ['3530', 16],
    ['3589', 19],
    ['6011', 16],
    ['6011', 19],
    ['644', 16],
    ['649', 16],
    ['65', 16],
    ['62', 16],
    ['62', 19],
  ])('begins with %s and has %i digits', (prefix, length) => expect(isCardNumber(card(prefix, length))).toBe(true));

  it.each([
    ['4', 12],
    ['4', 14],
    ['4', 20],
    ['50', 16],
    ['56', 16],
    ['51', 15],
    ['51', 17],
    ['2220', 16],
    ['2721', 16],
    ['273', 16],
    ['2221', 15],
    ['33', 15],
    ['34', 14],
    ['34', 16],
    ['306', 14],
    ['36', 13],
    ['36', 20],
    ['3527', 16],
    ['3590', 16],
    ['3528', 15],
    ['3528', 20],
    ['6010', 16],
    ['643', 16],
    ['6011', 15],
    ['6011', 20],
    ['62', 15],
    ['62', 20],
    ['1', 16],
    ['9', 16],
  ])('is none that begins with %s and has %i digits', (prefix, length) =>
    expect(isCardNumber(card(prefix, length))).toBe(false),
  );

  it('may have spaces and hyphens, and no wrong digit', () => {
    for (const text of ['4111 1111 1111 1111', '4111-1111-1111-1111', '4111111111111111', '4999 9999 9999 9996']) {
      expect(isCardNumber(text)).toBe(true);
    }
    for (const text of ['4111 1111 1111 1112', '4111 1111 1111 1121', 'x4111111111111111', '4111111111111111x']) {
      expect(isCardNumber(text)).toBe(false);
    }
  });
});

describe('an account number', () => {
  it.each([
    ['GB82WEST12345698765432', 22],
    ['DE89 3704 0044 0532 0130 00', 27],
    ['DE89 3704 0044 0532 0130 00 FAILED', 27],
    ['NO9386011117947', 15],
    ['NO93 8601 1117 947', 18],
    ['MT84MALT011000012345MTLCAST001S', 31],
    ['GB82WEST12345698765433', 0],
    ['DE89 3704 0044 0532 0130 00  FAILED', 27],
    ['DE89 3704 0044 0532 0130 00FAILED', 0],
    ['NO938601111794', 0],
    ['', 0],
  ])('of %s has %i signs', (text, length) => expect(ibanLength(text)).toBe(length));

  it('has at least 15 signs and at most 34, spaces not counted', () => {
    const known = (bank: string): string | undefined =>
      Array.from({ length: 97 }, (_, n) => `XX${String(n + 2).padStart(2, '0')}${bank}`).find(
        (one) => ibanLength(one) > 0,
      );
    expect(known(' 0000 0000 000')).toBeDefined();
    expect(known(' 0000 0000 00')).toBeUndefined();
    expect(known('0'.repeat(30))).toBeDefined();
    expect(known('0'.repeat(31))).toBeUndefined();
  });
});
