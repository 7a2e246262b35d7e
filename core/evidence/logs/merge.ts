import { wild } from './spans.ts';

/** More different names at one place than this are a parameter. */
const mostNames = 3;
/** More different capitalized words at one place than this are a parameter; fewer are states, kinds or verbs. */
const mostWords = 8;
/** The same for words in capitals, which languages keep for constants: levels, HTTP methods, states of an enum. */
const mostConstants = 32;
/** At least this share of a merged template is constant: the middle of what Drain recommends (0.4 to 0.6). */
const leastConstant = 0.5;
/** One word is not enough to call lines alike: `saved 17` and `saved nothing` are two messages. */
const leastWords = 2;

type Mergeable = { tokens: readonly string[] };
/** Patterns that are one template, and the places where they differ. */
export type Merged<P> = { members: P[]; places: ReadonlySet<number> };
/** What stands at one place; `values` is not filled beyond what decides. */
type Column = { at: number; values: ReadonlySet<string> };

/**
 * What may be a name that somebody gave: Unix accounts, DNS labels and Kubernetes names are lower case (RFC 1123), class
 * and package names are joined words, an id has a value in it.
 */
const isName = (token: string): boolean => /^[^A-Z]|[._\-/$~]/.test(token) && !isConstant(token);
const isConstant = (token: string): boolean => /^[A-Z][A-Z_]*$/.test(token);

const valuesAt = (patterns: readonly Mergeable[], at: number): Set<string> => {
  const values = new Set<string>();
  for (const { tokens } of patterns) {
    values.add(tokens[at] ?? '');
    if (values.size > mostConstants && values.has(wild)) break;
    if (values.size > 2 * mostConstants) break;
  }
  return values;
};

/** The first word says what kind of line it is (Drain); elsewhere it depends on how many there are and on their looks. */
const isParameter = ({ at, values }: Column, known: ReadonlySet<string>): boolean => {
  if (values.has(wild)) return true;
  if (at > 0 && values.size <= mostNames && [...values].every((value) => known.has(value))) return true;
  if (at === 0 || values.size <= mostNames) return false;
  if (values.size > mostConstants) return true;
  let names = 0;
  let constants = 0;
  for (const value of values) {
    if (isConstant(value)) constants += 1;
    else if (isName(value)) names += 1;
  }
  if (2 * constants > values.size) return false;
  return 2 * names > values.size || values.size > mostWords;
};

const narrowest = (columns: readonly Column[]): Column | undefined =>
  columns.reduce<Column | undefined>(
    (least, column) => (least === undefined || column.values.size < least.values.size ? column : least),
    undefined,
  );

const groupedBy = <P>(patterns: readonly P[], keyOf: (pattern: P) => unknown): P[][] => {
  const groups = new Map<unknown, P[]>();
  for (const pattern of patterns) {
    const key = keyOf(pattern);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pattern]);
    else group.push(pattern);
  }
  return [...groups.values()];
};

const split = <P extends Mergeable>(
  patterns: readonly P[],
  open: readonly number[],
  known: ReadonlySet<string>,
  found: Merged<P>[],
): void => {
  const columns = open.map((at) => ({ at, values: valuesAt(patterns, at) })).filter(({ values }) => values.size > 1);
  const differ = columns.map(({ at }) => at);
  const places = new Set(differ);
  const constant = (patterns[0]?.tokens ?? []).filter((token, at) => token !== wild && !places.has(at)).length;
  const kinds = columns.filter((column) => !isParameter(column, known));
  const similar = constant >= Math.max(leastWords, leastConstant * (constant + places.size));
  const by =
    columns.length === 0 || (kinds.length === 0 && similar) ? undefined : narrowest(kinds.length > 0 ? kinds : columns);
  if (by === undefined) {
    found.push({ members: [...patterns], places });
    return;
  }
  for (const group of groupedBy(patterns, ({ tokens }) => tokens[by.at])) split(group, differ, known, found);
};

const partition = <P extends Mergeable>(patterns: readonly P[], known: ReadonlySet<string>): Merged<P>[] => {
  const found: Merged<P>[] = [];
  for (const group of groupedBy(patterns, ({ tokens }) => tokens.length)) {
    split(group, [...(group[0]?.tokens ?? []).keys()], known, found);
  }
  return found;
};

/** The words that stand where templates were found to have a parameter. */
const parameterWords = (templates: readonly Merged<Mergeable>[]): Set<string> => {
  const words = new Set<string>();
  for (const { members, places } of templates) {
    for (const at of places) for (const { tokens } of members) words.add(tokens[at] ?? '');
  }
  words.delete(wild);
  return words;
};

/**
 * Joins patterns of equal length that differ only in parameters which no scan could know: users, hosts, services. A group
 * is split at the place with the fewest different words until all places where it still differs look like parameters
 * and at least half of the rest is constant. Partitioning by the narrowest column is step 2 of IPLoM (Makanju et al., KDD
 * 2009); length and first word first, and the threshold, are Drain's (He et al., ICWS 2017). What proved to be a name in
 * one template is a name in every other, so a second round joins templates that have too few of them alone.
 */
export const merge = <P extends Mergeable>(patterns: readonly P[]): Merged<P>[] => {
  const first = partition(patterns, new Set());
  const known = parameterWords(first);
  return known.size === 0 ? first : partition(patterns, known);
};
