import type { Log, Meter } from '../../core/runtime/effects.ts';
import { type TraceFields, traceFields } from '../../core/runtime/log-trace.ts';

export type LogEntry = {
  level: 'info' | 'warn' | 'error';
  message: string;
  facts: Record<string, unknown>;
  trace: TraceFields;
};

/** A log that is kept: the progress view and the tests read it, nothing is printed. */
export const collectedLog = (): Log & { entries: readonly LogEntry[] } => {
  const entries: LogEntry[] = [];
  const at =
    (level: LogEntry['level']) =>
    (message: string, facts: Record<string, unknown> = {}): void =>
      void entries.push({ level, message, facts, trace: traceFields(facts, undefined) });
  // Functions run at the same time here, and share it: a line belongs to the incident that it names.
  return { entries, about: () => undefined, info: at('info'), warn: at('warn'), error: at('error') };
};

/** A meter that adds up counts and keeps each duration. */
export const collectedMeter = (): Meter & {
  counts: ReadonlyMap<string, number>;
  durations: ReadonlyMap<string, readonly number[]>;
} => {
  const counts = new Map<string, number>();
  const durations = new Map<string, readonly number[]>();
  return {
    counts,
    durations,
    count: (name, value = 1) => void counts.set(name, (counts.get(name) ?? 0) + value),
    seconds: (name, value) => void durations.set(name, [...(durations.get(name) ?? []), value]),
  };
};
