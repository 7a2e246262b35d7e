import { type Resource, resourceKey } from '../../incident/resource.ts';
import type { Fact, Finding } from '../facts.ts';
import type { Owners } from '../kubernetes/owners.ts';
import type { LogLine } from '../ports.ts';
import { bounds, screen } from '../sanitize.ts';
import { lineLevel } from './level.ts';
import { type Template, mine } from './mine.ts';
import { type ReadRecord, readRecords } from './read-records.ts';
import { saidSummary } from './said.ts';
import { templatePrint } from './template-print.ts';
import { writersOf } from './writer.ts';

/**
 * What an error means; the first row that fits. An error that fits none is just that. `…OnOutOfMemoryError` is a flag
 * of the JVM.
 */
const rows: readonly { pattern: RegExp; fact: Fact }[] = [
  {
    pattern: /\bout ?of ?memory\b|\boom-?kill(?:ed|:)|(?<!On)OutOfMemory|cannot allocate memory|heap limit|heap space/i,
    fact: 'log_out_of_memory',
  },
  { pattern: /connection refused|ECONNREFUSED/i, fact: 'log_connection_refused' },
];
/** Failures that carry no level: a program that dies prints what it can. */
const failure = /\b(?:error|fatal|panic|critical|severe)\b|exception|traceback/i;

/** At most this many groups become findings; the rest is counted in none. */
const mostGroups = 12;
/** What began with the trouble says more than what was always there; 1 where nothing is known of before. */
const weights = { newSinceOnset: 1.5, burst: 1.3 } as const;

export type LogsFound = { findings: Finding[]; texts: string[]; redacted: number };

type Screened = ReadRecord & { screened: string };
type Group = { template: Template; resource: Resource; fact: Fact; example: Screened; times: number; last: Date };

const factOf = ({ level, message, screened }: Screened): Fact | undefined => {
  const meant = rows.find(({ pattern }) => pattern.test(screened));
  if (meant !== undefined) return meant.fact;
  const shown = level ?? lineLevel(message);
  // A line that says it is no error is none, whatever words are in it.
  if (shown === 'info' || shown === 'warn') return undefined;
  return shown === 'error' || failure.test(screened) ? 'log_error' : undefined;
};

const groupsOf = (records: readonly Screened[], onset: Date, writerOf: (record: ReadRecord) => Resource): Group[] => {
  const { templates, assigned } = mine(records, onset);
  const groups = new Map<string, Group>();
  for (const [index, record] of records.entries()) {
    const template = templates[assigned[index] ?? -1];
    const fact = template === undefined ? undefined : factOf(record);
    if (template === undefined || fact === undefined) continue;
    const resource = writerOf(record);
    const key = [fact, assigned[index], resourceKey(resource)].join(' ');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { template, resource, fact, example: record, times: 1, last: record.at });
    else {
      known.times += 1;
      known.last = record.at;
    }
  }
  return [...groups.values()];
};

/** Of workloads that all say the same the one that says it most, and how many others do: that is one thing to know. */
const perSaying = (groups: readonly Group[]): (Group & { others: number })[] => {
  const bySaying = new Map<string, Group[]>();
  for (const group of groups) {
    const key = `${group.fact} ${group.template.key}`;
    bySaying.set(key, [...(bySaying.get(key) ?? []), group]);
  }
  return [...bySaying.values()].flatMap((same) => {
    const [most] = same.toSorted((a, b) => b.times - a.times);
    return most === undefined ? [] : [{ ...most, others: same.length - 1 }];
  });
};

const weightOf = ({ template }: Group): number => {
  if (template.newSinceOnset) return weights.newSinceOnset;
  return template.burst > 1 ? weights.burst : 1;
};

const factWeight = ({ fact }: Group): number => (fact === 'log_error' ? 1 : 2);

const findingOf = ({ template, resource, fact, example, times, last, others }: Group & { others: number }): Finding => {
  const since = template.newSinceOnset ? 'new' : template.burst > 1 ? 'more' : undefined;
  const strength = fact === 'log_error' && since !== undefined ? { strength: 0.6 } : {};
  return {
    fact,
    summary: saidSummary({ line: example.screened, times, others, ...(since === undefined ? {} : { since }) }),
    resource,
    time: example.at.toISOString(),
    ...strength,
    data: { times, last: last.toISOString(), template: templatePrint(template.key) },
    pointer: `logs.ndjson ${example.group} ${example.stream} ${example.at.toISOString()}`,
  };
};

/**
 * The errors of each workload, grouped by what they say; what began with the onset first, then the most frequent. Texts are
 * screened before anything else, and `texts` are all of them, for whoever looks for injections.
 */
export const logFindings = (
  lines: readonly LogLine[],
  { subject, owners, onset }: { subject: Resource; owners: Owners; onset: Date },
): LogsFound => {
  let redacted = 0;
  const records = readRecords(lines.map((line) => ({ ...line, group: line.group ?? '' }))).map((record) => {
    const { text, redacted: replaced } = screen(record.message, bounds.logMessage);
    redacted += replaced;
    return { ...record, screened: text };
  });
  const findings = perSaying(groupsOf(records, onset, writersOf(owners, subject)))
    .toSorted((a, b) => factWeight(b) * weightOf(b) - factWeight(a) * weightOf(a) || b.times - a.times)
    .slice(0, mostGroups)
    .map(findingOf);
  return { findings, texts: records.map(({ screened }) => screened), redacted };
};
