import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from './effects.ts';
import { traceFields } from './log-trace.ts';
import type { RunSubject } from './run-subject.ts';

/** The structured logger of a function: JSON lines on stdout. */
export const createLogger = (service: string): Logger => new Logger({ serviceName: service });

/**
 * The port over Powertools. Facts are a nested object, so that no fact can replace a field of the log line itself; the trace
 * of the incident that a line names, or that the run works on, is beside it.
 */
export const logTo = (
  logger: Pick<Logger, 'info' | 'warn' | 'error'>,
  { about, current }: Pick<RunSubject, 'about' | 'current'>,
): Log => {
  const line = (facts: Record<string, unknown> = {}) => ({ ...traceFields(facts, current()), facts });
  return {
    about,
    info: (message, facts) => logger.info(message, line(facts)),
    warn: (message, facts) => logger.warn(message, line(facts)),
    error: (message, facts) => logger.error(message, line(facts)),
  };
};
