import { join } from './join.ts';
import { open } from './open.ts';
import type { LogRecord } from './record.ts';
import { type PodName, unwrap } from './unwrap.ts';

/** A log line as the log service returns it. */
export type RawLine = { at: Date; group: string; stream: string; message: string };
/** A message as its program meant it, and the pod that wrote it where that is known. */
export type ReadRecord = LogRecord & { pod?: PodName };

/** Log lines, in order of time, as messages: out of the router's envelope, joined, and opened where they are JSON. */
export const readRecords = (lines: readonly RawLine[]): ReadRecord[] => {
  const unwrapped = lines.map((line) => {
    const { text, pod } = unwrap(line.message);
    const writer = `${line.group} ${line.stream} ${pod?.namespace ?? ''} ${pod?.name ?? ''} ${pod?.container ?? ''}`;
    return { at: line.at, stream: writer, text, source: line, pod };
  });
  return join(unwrapped).map(({ line: { source, pod }, text }) => ({
    at: source.at,
    group: source.group,
    stream: source.stream,
    ...open(text),
    ...(pod === undefined ? {} : { pod }),
  }));
};
