import { character, flagOf, letter } from './characters.ts';
import { readQuotation } from './quotation.ts';
import type { Spans } from './spans.ts';
import { dateWords, literalWords, unitWords } from './value-words.ts';
import { hexWordLength, isPath, readWord } from './word.ts';

const { space, delimiter, digit, hexLetter } = character;
const ends = space | delimiter;

/** So much of a line is read, in UTF-16 units: what a longer line adds is a payload. */
const mostRead = 2_000;
/** A longer object in braces is not looked to the end of. */
const longestObject = 512;

/** Where the braces that open at `start` close, or -1. */
const objectEnd = (line: string, start: number, end: number): number => {
  const limit = Math.min(end, start + longestObject);
  let depth = 0;
  for (let n = start; n < limit; n += 1) {
    const code = line.charCodeAt(n);
    if (code === 123) depth += 1;
    else if (code === 125) {
      depth -= 1;
      if (depth === 0) return n + 1;
    }
  }
  return -1;
};

/** A path or URL goes on over what ends other words, up to a space, a quote or a bracket. */
const pathEnd = (line: string, from: number, end: number): number => {
  let n = from;
  while (n < end && !' \t\n\r"\'`()[]{}<>|'.includes(line.charAt(n))) n += 1;
  while (n > from && '.,:;='.includes(line.charAt(n - 1))) n -= 1;
  return n;
};

const isUpper = (code: number): boolean => code >= 65 && code <= 90;
const isQuote = (code: number): boolean => code === 34 || code === 39;

/**
 * Cuts a line into constant text and values (numbers, ids, addresses, hosts, paths, dates, sizes, short quotations,
 * printed objects) in one pass without a regular expression: the work is linear in what is read (2,000 units at most),
 * whatever the line. One set of rules for every system.
 */
export const scan = (line: string, spans: Spans): void => {
  const end = Math.min(line.length, mostRead);
  spans.begin(line);
  let n = 0;
  while (n < end && !spans.full()) {
    const code = line.charCodeAt(n);
    const first = flagOf(code);
    if ((first & ends) !== 0) {
      const quotation = isQuote(code) ? readQuotation(line, n, end) : undefined;
      if (quotation !== undefined) {
        if (quotation.value) spans.value(n + 1, n + 1, quotation.close);
        else spans.constant(n + 1, quotation.close);
        n = quotation.close;
      }
      n += 1;
      continue;
    }
    const start = n;
    let flags = first;
    n += 1;
    for (; n < end; n += 1) {
      const flag = flagOf(line.charCodeAt(n));
      if ((flag & ends) !== 0) break;
      flags |= flag;
    }
    if (line.charCodeAt(n) === 123 && isUpper(code)) {
      const close = objectEnd(line, n, end);
      if (close > 0) {
        spans.value(start, start, close);
        n = close;
        continue;
      }
    }
    if ((flags & ~letter) === 0 && (flags !== hexLetter || n - start < hexWordLength)) {
      if (isValueWord(line, start, n, spans)) spans.value(start, start, n);
      else spans.constant(start, n);
    } else if (isPath(line, start, n, flags)) {
      n = Math.max(pathEnd(line, start, end), start + 1);
      spans.value(start, start, n);
    } else readWord(line, start, n, flags, spans);
  }
};

/** A plain word that is a literal, the unit of the value just before it, or a part of a date. */
const isValueWord = (line: string, start: number, end: number, spans: Spans): boolean => {
  const length = end - start;
  if (length > 12) return false;
  if (spans.endsInValue() && start - spans.end() <= 1) {
    const word = line.slice(start, end);
    if (unitWords.has(word) || literalWords.has(word) || dateWords.has(word)) return true;
  }
  if (length < 3 || length > 9) return false;
  const code = line.charCodeAt(start);
  // n N t T f F u U: the initials of the literals, so that few words are looked up.
  const initial = code | 32;
  if (initial === 110 || initial === 116 || initial === 102 || initial === 117) {
    if (literalWords.has(line.slice(start, end))) return true;
  }
  return length === 3 && isUpper(code) && dateWords.has(line.slice(start, end)) && beginsDate(line, end);
};

/** Whether a number or another part of a date follows. */
const beginsDate = (line: string, end: number): boolean => {
  let n = end;
  while (n < end + 3 && (line[n] === ' ' || line[n] === ',')) n += 1;
  if (n === end) return false;
  return flagOf(line.charCodeAt(n)) === digit || dateWords.has(line.slice(n, n + 3));
};
