import { burst } from './burst.ts';
import { headline } from './headline.ts';
import type { Level } from './level.ts';
import { type Merged, merge } from './merge.ts';
import type { LogRecord } from './record.ts';
import { scan } from './scan.ts';
import { createSpans, type Spans, wild } from './spans.ts';
import { add, count, type Tally, tallyOf } from './tally.ts';

/** Different patterns that are kept; a program that says more different things than that says them in its values. */
const mostPatterns = 5_000;

export type Template = {
  /** The words in order with `<*>` for each value: the same for the same template of another period. */
  key: string;
  /** The template with its punctuation, for people. */
  text: string;
  count: number;
  first: Date;
  last: Date;
  /** Index of a record of it: the first since the onset where there is one, else the first. */
  example: number;
  beforeOnset: number;
  sinceOnset: number;
  /** It never came before the onset, and a log group that has it has records from before. */
  newSinceOnset: boolean;
  /** How many times more often it comes since the onset, at least: above 1 is beyond chance (see `burst`). */
  burst: number;
  level: Level;
  /** Where it was seen; at most eight of each. */
  streams: string[];
  groups: string[];
};
export type Mined = {
  /** The most frequent first. */
  templates: Template[];
  /** For each record the index of its template, or -1 where it is of the overflow. */
  assigned: Int32Array;
  /** Records that came when as many patterns were known as are kept, and that fit none. */
  overflow: number;
};

type Pattern = { id: number; tokens: readonly string[]; tally: Tally };

/** When the records begin and end, and each log group begins. */
const periodOf = (records: readonly LogRecord[]) => {
  const groupFrom = new Map<string, number>();
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { at, group } of records) {
    const time = at.getTime();
    if (time < from) from = time;
    if (time > to) to = time;
    if (time < (groupFrom.get(group) ?? Number.POSITIVE_INFINITY)) groupFrom.set(group, time);
  }
  return { from, to, groupFrom };
};
type MinedPeriod = ReturnType<typeof periodOf>;

const templateOf = (
  { members, places }: Merged<Pattern>,
  records: readonly LogRecord[],
  onset: number,
  { from, to, groupFrom }: MinedPeriod,
  spans: Spans,
): Template => {
  const [first, ...others] = members;
  if (first === undefined) throw new Error('a template has at least one pattern');
  const { tally } = first;
  scan(headline(records[tally.example]?.message ?? ''), spans);
  const text = spans.display(places);
  for (const other of others) add(tally, other.tally);
  const hadBaseline = [...tally.groups].some((group) => (groupFrom.get(group) ?? onset) < onset);
  return {
    key: first.tokens.map((token, at) => (places.has(at) ? wild : token)).join(' '),
    text,
    count: tally.before + tally.since,
    first: new Date(tally.first),
    last: new Date(tally.last),
    example: tally.example,
    beforeOnset: tally.before,
    sinceOnset: tally.since,
    newSinceOnset: tally.before === 0 && hadBaseline,
    burst: burst(tally.before, onset - from, tally.since, to - onset),
    level: tally.level,
    streams: [...tally.streams],
    groups: [...tally.groups],
  };
};

/**
 * Finds the templates of log records: what the programs said, with a hole for each value. One pass over the records masks
 * the values that show what they are and counts equal patterns; one over the patterns joins those that differ in names
 * only. The same rules for every system; the order of the records decides nothing but which examples are shown and what
 * overflows. Time is linear in the text (2,000 units of each record at most); memory is bounded by 5,000 patterns.
 */
export const mine = (records: readonly LogRecord[], onset: Date): Mined => {
  const since = onset.getTime();
  const spans = createSpans();
  const patterns = new Map<string, Pattern>();
  const assigned = new Int32Array(records.length).fill(-1);
  let overflow = 0;
  for (const [index, record] of records.entries()) {
    scan(headline(record.message), spans);
    const key = spans.key();
    const known = patterns.get(key);
    if (known !== undefined) {
      count(known.tally, record, index, since);
      assigned[index] = known.id;
    } else if (patterns.size < mostPatterns) {
      assigned[index] = patterns.size;
      patterns.set(key, { id: patterns.size, tokens: key.split(' '), tally: tallyOf(record, index, since) });
    } else overflow += 1;
  }
  const period = periodOf(records);
  const found = merge([...patterns.values()])
    .map((merged) => ({ merged, template: templateOf(merged, records, since, period, spans) }))
    .toSorted((a, b) => b.template.count - a.template.count);
  const templateOfPattern = new Int32Array(patterns.size);
  for (const [index, { merged }] of found.entries()) for (const { id } of merged.members) templateOfPattern[id] = index;
  for (const [index, id] of assigned.entries()) if (id >= 0) assigned[index] = templateOfPattern[id] ?? -1;
  return { templates: found.map(({ template }) => template), assigned, overflow };
};
