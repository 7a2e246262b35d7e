import { alphanumeric, character, flagOf } from './characters.ts';

/** A longer quotation, or one of more words, is a sentence: text, not a value. */
const longestQuotation = 40;

/** A field under one of these keys says what happened: its text tells lines apart, quoted or not. */
const textKey =
  /(?:msg|message|err|error|exception|reason|cause|detail|details|level|severity|status|state|type|code|event)$/i;

/** Longest key that is looked at. */
const longestKey = 24;

/** What stands before `key="…"`, `key: "…"` or `"key":"…"`; empty where no key does. */
const keyBefore = (line: string, quote: number): string => {
  let n = quote;
  if (line[n - 1] === ' ' && line[n - 2] === ':') n -= 1;
  if (line[n - 1] !== '=' && line[n - 1] !== ':') return '';
  n -= 1;
  if (line[n - 1] === '"') n -= 1;
  return line.slice(Math.max(0, n - longestKey), n);
};

/** A short quotation that opens at `start`: the index of its closing quote, and whether it is a value or text. */
export const readQuotation = (
  line: string,
  start: number,
  end: number,
): { close: number; value: boolean } | undefined => {
  const before = start === 0 ? 0 : flagOf(line.charCodeAt(start - 1));
  if ((before & alphanumeric) !== 0) return undefined;
  const quote = line.charCodeAt(start);
  const limit = Math.min(end, start + longestQuotation + 2);
  let close = -1;
  let spaces = 0;
  for (let n = start + 1; n < limit && close < 0; n += 1) {
    const code = line.charCodeAt(n);
    if (code === quote) close = n;
    else if (flagOf(code) === character.space) spaces += 1;
  }
  if (close <= start + 1) return undefined;
  if (line[close + 1] === ':' && quote === 34) return spaces === 0 ? { close, value: false } : undefined;
  const key = keyBefore(line, start);
  if (key === '' ? spaces > 0 : spaces > 1 || textKey.test(key)) return undefined;
  return { close, value: true };
};
