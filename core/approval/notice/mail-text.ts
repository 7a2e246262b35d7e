import { cleanText } from '../../incident/text.ts';

/**
 * A foreign text in a plain-text mail: one visible line. Mail programs make links of what looks like an address; the only
 * link of a notice must be its own, so the beginnings of addresses are broken as security mails do it.
 */
export const mailText = (text: string, max: number): string =>
  cleanText(
    cleanText(text, max)
      .replaceAll('://', '[:]//')
      .replaceAll(/www\./gi, 'www[.]')
      .replaceAll(/\b(mailto|tel|javascript|data):/gi, '$1[:]'),
    max,
  );
