import { mine } from '../../core/evidence/logs/mine.ts';
import { type LabelledLog, readLabelledLogs } from './labelled-logs.ts';

export type TemplateFigures = { system: string; lines: number; templates: number; groupingAccuracy: number };
export type LogFigures =
  | { kind: 'measured'; rows: TemplateFigures[]; mean: number; linesPerSecond: number }
  | { kind: 'wrong'; message: string };

const start = new Date(0);
const passes = 15;

const recordsOf = ({ system, lines }: LabelledLog) =>
  lines.map((message, n) => ({ at: new Date(n), group: system, stream: system, message }));

/**
 * The share of lines whose predicted group holds exactly the lines of their true group (Zhu et al., "Tools and Benchmarks
 * for Automated Log Parsing", ICSE 2019). A line without a group is wrong.
 */
export const groupingAccuracy = (predicted: ArrayLike<number>, groups: readonly string[]): number => {
  const sizes = new Map<string, number>();
  const pairs = new Map<string, { group: string; predicted: number; lines: number }>();
  const predictedSizes = new Map<number, number>();
  for (const [n, group] of groups.entries()) {
    const one = predicted[n] ?? -1;
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
    predictedSizes.set(one, (predictedSizes.get(one) ?? 0) + 1);
    const key = `${one} ${group}`;
    const pair = pairs.get(key) ?? { group, predicted: one, lines: 0 };
    pairs.set(key, { ...pair, lines: pair.lines + 1 });
  }
  let right = 0;
  for (const { group, predicted: one, lines } of pairs.values()) {
    if (one >= 0 && lines === sizes.get(group) && lines === predictedSizes.get(one)) right += lines;
  }
  return right / groups.length;
};

/** Median over passes of the whole corpus, each system mined on its own; the first passes warm up and do not count. */
const speed = (logs: readonly LabelledLog[]): number => {
  const records = logs.map(recordsOf);
  const lines = records.reduce((sum, { length }) => sum + length, 0);
  const rates: number[] = [];
  for (let pass = 0; pass < passes + 3; pass += 1) {
    const from = performance.now();
    for (const one of records) mine(one, start);
    if (pass >= 3) rates.push((lines / (performance.now() - from)) * 1_000);
  }
  return rates.toSorted((a, b) => a - b)[Math.floor(passes / 2)] ?? Number.NaN;
};

/** How well and how fast templates are mined from labelled logs, one set of rules for all systems, on one thread. */
export const logFigures = (folder: string): LogFigures => {
  const read = readLabelledLogs(folder);
  if (read.kind === 'wrong') return read;
  const rows = read.logs.map((log) => {
    const { assigned, templates } = mine(recordsOf(log), start);
    const accuracy = groupingAccuracy(assigned, log.groups);
    return { system: log.system, lines: log.lines.length, templates: templates.length, groupingAccuracy: accuracy };
  });
  const mean = rows.reduce((sum, row) => sum + row.groupingAccuracy, 0) / rows.length;
  return { kind: 'measured', rows, mean, linesPerSecond: speed(read.logs) };
};
