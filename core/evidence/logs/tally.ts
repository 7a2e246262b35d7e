import { type Level, lineLevel, worse } from './level.ts';
import type { LogRecord } from './record.ts';

/** So many streams and so many groups are named; what is seen in more is everywhere. */
const mostStreams = 8;

/** What is counted of the records of one pattern or one template. Times are epoch milliseconds. */
export type Tally = {
  before: number;
  since: number;
  first: number;
  last: number;
  /** Index of the first record since the onset, or of the first at all. */
  example: number;
  level: Level;
  streams: Set<string>;
  groups: Set<string>;
};

const addBounded = (names: Set<string>, name: string): void => {
  if (names.size < mostStreams) names.add(name);
};

/** The tally of the record with that index alone. */
export const tallyOf = (record: LogRecord, index: number, onset: number): Tally => {
  const at = record.at.getTime();
  return {
    before: at < onset ? 1 : 0,
    since: at < onset ? 0 : 1,
    first: at,
    last: at,
    example: index,
    level: worse(lineLevel(record.message), record.level ?? 'unknown'),
    streams: new Set([record.stream]),
    groups: new Set([record.group]),
  };
};

/** Counts one more record of the same pattern, whose text shows the same level. */
export const count = (tally: Tally, record: LogRecord, index: number, onset: number): void => {
  const at = record.at.getTime();
  if (at < onset) tally.before += 1;
  else {
    if (tally.since === 0) tally.example = index;
    tally.since += 1;
  }
  if (at < tally.first) tally.first = at;
  if (at > tally.last) tally.last = at;
  if (record.level !== undefined) tally.level = worse(tally.level, record.level);
  addBounded(tally.streams, record.stream);
  addBounded(tally.groups, record.group);
};

/** Adds what was counted of another pattern of the same template. */
export const add = (tally: Tally, other: Tally): void => {
  if (other.since > 0 && (tally.since === 0 || other.example < tally.example)) tally.example = other.example;
  else if (tally.since === 0 && other.example < tally.example) tally.example = other.example;
  tally.before += other.before;
  tally.since += other.since;
  tally.first = Math.min(tally.first, other.first);
  tally.last = Math.max(tally.last, other.last);
  tally.level = worse(tally.level, other.level);
  for (const stream of other.streams) addBounded(tally.streams, stream);
  for (const group of other.groups) addBounded(tally.groups, group);
};
