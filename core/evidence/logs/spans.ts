/** What stands for a value in a pattern. */
export const wild = '<*>';

/** A line is cut into at most this many pieces; what follows does not tell one message from another. */
const mostPieces = 128;

/**
 * The pieces of one line, reused from line to line: piece `n` is the constant text `[from, cut)` and then, where `cut` is
 * less than `to`, a value that ends at `to`. Values in a row are one value: a list of addresses, a number and its unit in
 * brackets, the parts of a date differ in how many they are, not in what the line says.
 */
export const createSpans = () => {
  const from = new Int32Array(mostPieces);
  const cut = new Int32Array(mostPieces);
  const to = new Int32Array(mostPieces);
  let length = 0;
  let line = '';
  const isValue = (n: number): boolean => (cut[n] ?? 0) < (to[n] ?? 0);
  /** Whether the constant text is that of the last piece too: `blk_1 blk_2 blk_3` is a list of one kind of id. */
  const repeatsPrefix = (prefix: number, start: number): boolean => {
    const last = from[length - 1] ?? 0;
    if (start - prefix !== (cut[length - 1] ?? 0) - last) return false;
    for (let n = 0; n < start - prefix; n += 1) {
      if (line.charCodeAt(last + n) !== line.charCodeAt(prefix + n)) return false;
    }
    return true;
  };

  return {
    begin: (text: string): void => {
      line = text;
      length = 0;
    },
    full: (): boolean => length === mostPieces,
    /** Whether the last piece ends in a value. */
    endsInValue: (): boolean => length > 0 && isValue(length - 1),
    /** Where the last piece ends. */
    end: (): number => (length === 0 ? 0 : (to[length - 1] ?? 0)),
    /** The last value reaches further. */
    extend: (end: number): void => void (to[length - 1] = end),
    constant: (start: number, end: number): void => {
      if (length === mostPieces) return;
      from[length] = start;
      cut[length] = end;
      to[length] = end;
      length += 1;
    },
    /** A value `[start, end)` after the constant text `[prefix, start)`, which may be empty. */
    value: (prefix: number, start: number, end: number): void => {
      if (length > 0 && isValue(length - 1) && (prefix === start || repeatsPrefix(prefix, start))) {
        to[length - 1] = end;
        return;
      }
      if (length === mostPieces) return;
      from[length] = prefix;
      cut[length] = start;
      to[length] = end;
      length += 1;
    },
    /** The constant text in order with `<*>` for each value, one space between: equal for lines that say the same. */
    key: (): string => {
      let key = '';
      for (let n = 0; n < length; n += 1) {
        if (n > 0) key += ' ';
        const start = from[n] ?? 0;
        const end = cut[n] ?? 0;
        if (start < end) key += line.slice(start, end);
        if (end < (to[n] ?? 0)) key += wild;
      }
      return key;
    },
    /** The line with its punctuation and `<*>` for each value; `hidden` pieces are values too. */
    display: (hidden: ReadonlySet<number>): string => {
      let text = '';
      let at = 0;
      for (let n = 0; n < length; n += 1) {
        const start = from[n] ?? 0;
        text += line.slice(at, hidden.has(n) ? start : (cut[n] ?? 0));
        if (hidden.has(n) || isValue(n)) text += wild;
        at = to[n] ?? 0;
      }
      return text + line.slice(at);
    },
  };
};
export type Spans = ReturnType<typeof createSpans>;
