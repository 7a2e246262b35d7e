import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import middy, { type MiddlewareObj } from '@middy/core';
import * as z from 'zod';
import type { Log, Meter } from './effects.ts';
import { createLogger, logTo } from './logger.ts';
import { createMetrics, meterTo } from './meter.ts';

const Kind = z.object({ kind: z.string() });
const Outcome = z.union([
  Kind.transform(({ kind }) => kind),
  z.array(Kind).transform((all) => all.map(({ kind }) => kind).join(', ')),
  z.object({ statusCode: z.int() }).transform(({ statusCode }) => `http ${statusCode}`),
  z.unknown().transform(() => 'done'),
]);

/** One line at the end of each run, with the kind of the outcome or the name of the error: never what came in. */
const ending = (log: Log, metrics: Metrics): MiddlewareObj => {
  const publish = (): void => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return {
    after: ({ response }) => {
      log.info('handled', { outcome: Outcome.parse(response) });
      publish();
    },
    onError: ({ error }) => {
      log.error('failed', { error: error?.name ?? 'unknown' });
      publish();
    },
  };
};

/** What Lambda may give to `wrap`'s handler; every handler parses the event itself. */
type Handler = (event: unknown) => Promise<unknown>;

/** The middleware of every function: log lines carry the request id, metrics are published, the end is logged. */
export const wrapHandler = (logger: Logger, metrics: Metrics, handler: Handler) =>
  middy()
    // Said here, so that no environment variable can switch the logging of events on.
    .use(injectLambdaContext(logger, { logEvent: false, resetKeys: true }))
    .use(ending(logTo(logger), metrics))
    .handler((event: unknown) => handler(event));

/**
 * Log, meter and wrapper of one function. Schemas are interpreted, not compiled: compiling pays off after hundreds of
 * parses, a function makes a few, and it needs no `new Function`.
 */
export const createRuntime = (service: string) => {
  z.config({ jitless: true });
  const logger = createLogger(service);
  const metrics = createMetrics(service);
  const log: Log = logTo(logger);
  const meter: Meter = meterTo(metrics);
  return { log, meter, wrap: (handler: Handler) => wrapHandler(logger, metrics, handler) };
};
