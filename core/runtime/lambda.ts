import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import middy, { type MiddlewareObj } from '@middy/core';
import * as z from 'zod';
import type { Log, Meter } from './effects.ts';
import { createLogger, logTo } from './logger.ts';
import { traceFields } from './log-trace.ts';
import { createMetrics, meterTo } from './meter.ts';
import { type RunSubject, runSubject } from './run-subject.ts';

const Kind = z.object({ kind: z.string() });
const Outcome = z.union([
  Kind.transform(({ kind }) => kind),
  z.array(Kind).transform((all) => all.map(({ kind }) => kind).join(', ')),
  z.object({ statusCode: z.int() }).transform(({ statusCode }) => `http ${statusCode}`),
  z.unknown().transform(() => 'done'),
]);

/** Each run says what it is about, and in one line at its end how it went, with the kind of the outcome or the name of the error: never what came in. */
const framed = (log: Log, metrics: Metrics, subject: RunSubject): MiddlewareObj => {
  const publish = (): void => {
    if (!metrics.hasStoredMetrics()) return;
    // Beside the metric and no dimension of it: by it one can go from a point to the incident that made it.
    for (const [name, id] of Object.entries(traceFields({}, subject.current()))) metrics.addMetadata(name, id);
    metrics.publishStoredMetrics();
  };
  return {
    before: ({ event }) => subject.begin(event),
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
export const wrapHandler = (logger: Logger, metrics: Metrics, handler: Handler, subject = runSubject()) =>
  middy()
    // Said here, so that no environment variable can switch the logging of events on.
    .use(injectLambdaContext(logger, { logEvent: false, resetKeys: true }))
    .use(framed(logTo(logger, subject), metrics, subject))
    .handler((event: unknown) => handler(event));

/**
 * Log, meter and wrapper of one function. Schemas are interpreted, not compiled: compiling pays off after hundreds of
 * parses, a function makes a few, and it needs no `new Function`.
 */
export const createRuntime = (service: string) => {
  z.config({ jitless: true });
  const logger = createLogger(service);
  const metrics = createMetrics(service);
  const subject = runSubject();
  const log: Log = logTo(logger, subject);
  const meter: Meter = meterTo(metrics);
  return { log, meter, wrap: (handler: Handler) => wrapHandler(logger, metrics, handler, subject) };
};
