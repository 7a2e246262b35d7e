import { alphanumeric, character, flagOf, letter } from './characters.ts';
import { isHostName } from './host-name.ts';
import type { Spans } from './spans.ts';

const { digit, hexLetter, otherLetter, dot, slash, colon, backslash, at } = character;

/** So many hex digits in a row, one of them a digit, are an id (a short Git hash has seven, `%x` of a pointer more). */
const hexIdLength = 6;
/** So many hex letters in a row are an id even without a digit: hardly a word of a language is spelled with them. */
export const hexWordLength = 8;

const isAlphanumeric = (code: number): boolean => (flagOf(code) & alphanumeric) !== 0;

/** A path (`/x`, `~/x`, `./x`, `C:\x`, `\\host\x`) or a URL (`scheme://x`), by how it begins. */
export const isPath = (line: string, start: number, end: number, flags: number): boolean => {
  if ((flags & slash) !== 0) {
    let n = start;
    while (n < end && n < start + 3 && (line[n] === '.' || line[n] === '~')) n += 1;
    if (line[n] === '/' && n + 1 < end) return true;
    for (n = start + 1; n + 1 < end; n += 1) if (line[n] === ':' && line[n + 1] === '/') return true;
  }
  if ((flags & backslash) === 0) return false;
  return (line[start + 1] === ':' && line[start + 2] === '\\') || (line[start] === '\\' && line[start + 1] === '\\');
};

/** A hardware or IPv6 address: hex groups of at most four and at least two colons. */
const isColonHex = (line: string, start: number, end: number): boolean => {
  let colons = 0;
  let group = 0;
  for (let n = start; n < end; n += 1) {
    if (flagOf(line.charCodeAt(n)) === colon) {
      colons += 1;
      group = 0;
    } else {
      group += 1;
      if (group > 4) return false;
    }
  }
  return colons >= 2;
};

/** Where the value begins in the run of letters and digits `[start, end)`, or -1 where the run is text. */
const valueInRun = (line: string, start: number, end: number): number => {
  let flags = 0;
  let groups = 0;
  let firstDigit = -1;
  let previous = 0;
  for (let n = start; n < end; n += 1) {
    const flag = flagOf(line.charCodeAt(n));
    if (flag === digit && previous !== digit) {
      groups += 1;
      if (firstDigit < 0) firstDigit = n;
    }
    flags |= flag;
    previous = flag;
  }
  const onlyHex = (flags & otherLetter) === 0;
  if (firstDigit < 0) return onlyHex && end - start >= hexWordLength ? start : -1;
  if (groups > 1 || (onlyHex && end - start >= hexIdLength)) return start;
  return firstDigit;
};

/** One part of a word, between colons: its constant head and, from the first number or id on, a value. */
const readPart = (line: string, start: number, end: number, spans: Spans): void => {
  let n = start;
  while (n < end) {
    if (!isAlphanumeric(line.charCodeAt(n))) {
      n += 1;
      continue;
    }
    const run = n;
    while (n < end && isAlphanumeric(line.charCodeAt(n))) n += 1;
    const value = valueInRun(line, run, n);
    if (value < 0) continue;
    // A minus sign is of the value, so that `id_-7` and `id_7` are alike; leading punctuation alone is no text.
    let head = value;
    if (line[head - 1] === '-' && head - 1 > start && !isAlphanumeric(line.charCodeAt(head - 2))) head -= 1;
    let first = start;
    while (first < head && !isAlphanumeric(line.charCodeAt(first))) first += 1;
    spans.value(first === head ? value : first, first === head ? value : head, end);
    return;
  }
  let first = start;
  while (first < end && !isAlphanumeric(line.charCodeAt(first))) first += 1;
  let last = end;
  while (last > first && !isAlphanumeric(line.charCodeAt(last - 1))) last -= 1;
  if (first < last) spans.constant(first, last);
};

/**
 * A word that is more than letters, `flags` the union of its characters': an address, a host, an id as a whole, or text
 * with a value at its end (`eth<*>`, `attempt_<*>`). A part that begins with a digit is a value to its end (`10.0.0.1`,
 * `2026-11-20T02:00:00Z`, `7d9f-x2x2z`), and what follows the first number in a part is of that value.
 */
export const readWord = (line: string, start: number, end: number, flags: number, spans: Spans): void => {
  if (
    (flags & colon) !== 0 &&
    (flags & (otherLetter | slash | backslash)) === 0 &&
    (flags & (digit | hexLetter)) !== 0
  ) {
    let last = end;
    while (last > start && line[last - 1] === ':') last -= 1;
    if (isColonHex(line, start, last)) return spans.value(start, start, last);
  }
  if ((flags & dot) !== 0 && (flags & letter) !== 0 && (flags & (slash | backslash)) === 0) {
    let last = end;
    while (last > start && !isAlphanumeric(line.charCodeAt(last - 1))) last -= 1;
    const begin = (flags & at) === 0 ? start : line.lastIndexOf('@', last) + 1;
    if (begin >= start && begin < last && isHostName(line.slice(begin, last))) return spans.value(start, start, last);
  }
  let from = start;
  while (from < end) {
    let to = from;
    while (to < end && line[to] !== ':') to += 1;
    if (to > from) readPart(line, from, to, spans);
    from = to + 1;
  }
};
