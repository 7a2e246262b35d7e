/**
 * How many letters differ between two texts, up to `most` (above it, `most` + 1): insertions, deletions and replacements
 * (Levenshtein 1966, the two-row form), and swaps of neighbors, as fingers make them (Damerau 1964).
 */
export const lettersApart = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (row[j - 1] ?? 0) + 1,
        (above[j] ?? 0) + 1,
        (above[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = above;
    above = row;
  }
  return Math.min(above[b.length] ?? most + 1, most + 1);
};

/** Words that names of services carry without saying which one it is. */
const empty = /^(?:services?|svc|server|srv|app)$/;

/**
 * The words of a name that tell it from others, joined: `ledger-service`, `LEDGER_SERVICE` and `ledgerservice` are
 * `ledger`.
 */
export const keyOf = (name: string, common: ReadonlySet<string> = new Set()): string => {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !empty.test(word) && !common.has(word));
  const joined = words.join('');
  return joined.replace(/(?<=.)(?:services?|svc|server)$/, '') || joined;
};

/** True when one is the other with a typing error or two, or with other separators. */
export const isNear = (a: string, b: string): boolean => {
  const [one, two] = [a.toLowerCase().replace(/[^a-z0-9]/g, ''), b.toLowerCase().replace(/[^a-z0-9]/g, '')];
  if (one === '' || two === '') return false;
  const longer = Math.max(one.length, two.length);
  return one === two || (longer >= 4 && lettersApart(one, two, 2) <= (longer < 7 ? 1 : 2));
};
