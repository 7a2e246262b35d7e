import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from './effects.ts';

/** The structured logger of a function: JSON lines on stdout. */
export const createLogger = (service: string): Logger => new Logger({ serviceName: service });

/** The port over Powertools. Facts are a nested object, so that no fact can replace a field of the log line itself. */
export const logTo = (logger: Pick<Logger, 'info' | 'warn' | 'error'>): Log => ({
  info: (message, facts) => logger.info(message, { facts: facts ?? {} }),
  warn: (message, facts) => logger.warn(message, { facts: facts ?? {} }),
  error: (message, facts) => logger.error(message, { facts: facts ?? {} }),
});
