import { depthAfter, opensObject } from './brackets.ts';
import { continuation, exceptionLine, type Mode } from './continuation.ts';
import { lineLevel } from './level.ts';

/** Lines of one program, in order; `stream` tells programs apart. */
export type Line = { at: Date; stream: string; text: string };
/** A record of one or more lines, the first of which is `line`. */
export type Joined<L extends Line> = { line: L; text: string };

/** A longer trace or object is cut: its last frames are the start of the program. */
const mostLines = 200;
/** The lines of one record are written at once; the collector may stamp each on arrival. */
const longestGapMs = 2_000;

type Open<L extends Line> = { line: L; lines: string[]; last: number; mode: Mode; depth: number };

const begin = <L extends Line>(line: L): Open<L> => ({
  line,
  lines: [line.text],
  last: line.at.getTime(),
  mode: continuation(line.text, 'plain').mode,
  depth: opensObject(line.text) ? 1 : 0,
});

/** Whether the line was added to the open record. */
const extend = <L extends Line>(open: Open<L>, { at, text }: L): boolean => {
  if (at.getTime() - open.last > longestGapMs) return false;
  if (open.depth > 0) open.depth = depthAfter(text, open.depth);
  else {
    const next = continuation(text, open.mode);
    const named = open.mode === 'plain' && exceptionLine.test(text) && lineLevel(open.lines[0] ?? '') === 'error';
    // A record that is an exception already has its name.
    // A blank line is part of a trace: another one that it was caused by may follow.
    const blank = text === '' && open.lines.length > 1;
    const joins = next.joins || blank || (named && open.lines.length === 1 && !exceptionLine.test(open.lines[0] ?? ''));
    if (!joins) return false;
    open.mode = next.mode;
  }
  if (open.lines.length < mostLines) open.lines.push(text);
  open.last = at.getTime();
  return true;
};

/**
 * Puts together what a program wrote as one message over several lines: stack traces (Java, Kotlin, .NET, Node, Python,
 * Ruby, Go, Rust, PHP) with the line they were logged under, and JSON objects printed over several lines. Lines of
 * different streams may be mixed. Lines are in order of time; a gap of more than two seconds ends a record. An object that
 * never closes stays what was collected of it.
 */
export const join = <L extends Line>(lines: readonly L[]): Joined<L>[] => {
  const records: Open<L>[] = [];
  const open = new Map<string, Open<L>>();
  for (const line of lines) {
    const current = open.get(line.stream);
    if (current !== undefined && extend(current, line)) continue;
    const next = begin(line);
    records.push(next);
    open.set(line.stream, next);
  }
  return records.map(({ line, lines: texts }) => ({ line, text: texts.join('\n').trimEnd() }));
};
