const escape = String.fromCharCode(0x1b);
const bell = String.fromCharCode(0x07);
const c1Csi = String.fromCharCode(0x9b);

/**
 * Terminal sequences of ECMA-48: CSI (colors, cursor), OSC (titles, links), and the two-character escapes. An OSC that does
 * not end loses only its beginning: else whoever writes half a line could hide the other half.
 */
const terminalSequences = new RegExp(
  `(?:${escape}\\[|${c1Csi})[0-?]*[ -/]*[@-~]|${escape}\\][^${bell}${escape}]*(?:${bell}|${escape}\\\\)|${escape}[ -/]*[0-~]`,
  'gu',
);
/** Line ends in all their forms become spaces: what is shown as one line stays one line. */
const breaks = /[\t\n\v\f\r\u0085\p{Zl}\p{Zp}]/gu;
/** Control and format characters (bidi overrides, zero width, tags), invisible fillers and halves of surrogate pairs. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** Nothing of the above in it, no outer space and no two in a row: as almost every line is. */
const visibleLine = /^[!-~]+(?: [!-~]+)*$/;

/** A text that UTF-8 can hold: each half of a surrogate pair, which a store may refuse, becomes U+FFFD. */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Cs}/gu, '\ufffd');

/** Far above any text we keep; bounds the work done on a text that is nothing but noise. */
const readAtMost = 65_536;

/**
 * A text from outside as one visible line of at most `max` UTF-16 units: no terminal sequences, no control, bidi or
 * invisible characters, runs of space as one space. A cut text ends in `…`, within `max`. Does not redact and does not
 * escape: whoever shows it does that for the place where it is shown.
 */
export const cleanText = (text: string, max: number): string => {
  const read = text.slice(0, readAtMost);
  const clean = visibleLine.test(read)
    ? read
    : read.replace(terminalSequences, '').replace(breaks, ' ').replace(invisible, '').replace(/\s+/gu, ' ').trim();
  if (clean.length <= max) return clean;
  return `${clean
    .slice(0, max - 1)
    .replace(/\p{Cs}$/u, '')
    .trimEnd()}…`;
};
