import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { wrapHandler } from '../../../core/runtime/lambda.ts';
import { logTo } from '../../../core/runtime/logger.ts';
import { meterTo } from '../../../core/runtime/meter.ts';
import { runSubject } from '../../../core/runtime/run-subject.ts';
import { spanIdOf, traceIdOf } from '../../../core/incident/trace.ts';

const context: Context = {
  awsRequestId: 'request-1',
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'analyzer',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:analyzer',
  memoryLimitInMB: '256',
  logGroupName: 'g',
  logStreamName: 's',
  getRemainingTimeInMillis: () => 1000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};

/** Powertools writes to the global console in its development mode; there it can be read. */
const recorded = () => {
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_LOGGER_LOG_EVENT', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  const text: string[] = [];
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      text.push(String(chunk));
      done();
    },
  });
  vi.stubGlobal('console', new Console(sink, sink));
  const logger = new Logger({ serviceName: 'analyzer' });
  const metrics = new Metrics({ namespace: 'SovereignOps', serviceName: 'analyzer' });
  return { logger, metrics, text: () => text.join('') };
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe('a wrapped handler', () => {
  it('returns what the handler returned and logs the kind of the outcome with the request id', async () => {
    const { logger, metrics, text } = recorded();
    const result = await wrapHandler(logger, metrics, async () => ({ kind: 'opened', incident: 'inc-1' }))({}, context);
    expect(result).toEqual({ kind: 'opened', incident: 'inc-1' });
    expect(text()).toContain('"outcome": "opened"');
    expect(text()).toContain('"function_request_id": "request-1"');
  });

  it('logs the kind of each outcome where there are several', async () => {
    const { logger, metrics, text } = recorded();
    await wrapHandler(logger, metrics, async () => [{ kind: 'opened' }, { kind: 'ignored' }])({}, context);
    expect(text()).toContain('"outcome": "opened, ignored"');
  });

  it('logs the status of an HTTP answer', async () => {
    const { logger, metrics, text } = recorded();
    await wrapHandler(logger, metrics, async () => ({ statusCode: 409, body: 'private' }))({}, context);
    expect(text()).toContain('"outcome": "http 409"');
    expect(text()).not.toContain('private');
  });

  it('never logs the event, even when the environment asks for it', async () => {
    const { logger, metrics, text } = recorded();
    await wrapHandler(logger, metrics, async () => undefined)({ token: 'sesame' }, context);
    expect(text()).toContain('handled');
    expect(text()).not.toContain('sesame');
  });

  it('logs the name of an error, not its text, and throws it on', async () => {
    const { logger, metrics, text } = recorded();
    const failing = wrapHandler(logger, metrics, async () => {
      throw new TypeError('the token was sesame');
    });
    await expect(failing({}, context)).rejects.toThrow('the token was sesame');
    expect(text()).toContain('"error": "TypeError"');
    expect(text()).not.toContain('sesame');
  });

  it('publishes its metrics whether it succeeds or fails', async () => {
    for (const outcome of [async () => undefined, () => Promise.reject(new Error('no'))]) {
      const { logger, metrics, text } = recorded();
      meterTo(metrics).count('AlarmsReceived');
      await wrapHandler(logger, metrics, outcome)({}, context).catch(() => undefined);
      expect(text()).toContain('"AlarmsReceived":1');
    }
  });
});

const step = (incidentId: string, seq: number) => ({
  source: 'sovereign-ops',
  'detail-type': 'Transition',
  detail: { incidentId, seq: String(seq), from: 'detected', to: 'analyzed' },
});
/** Every line of the run as an object, metrics among them. */
const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .split(/\n(?=\{)/)
    .filter((line) => line.trim() !== '')
    .map((line): Record<string, unknown> => JSON.parse(line));

describe('the trace of a run', () => {
  it('is in each line and metric of a run that a step started, with the span of that step', async () => {
    const { logger, metrics, text } = recorded();
    const subject = runSubject();
    const log = logTo(logger, subject);
    const handler = wrapHandler(
      logger,
      metrics,
      async () => {
        log.info('analyzed');
        meterTo(metrics).count('Diagnoses');
      },
      subject,
    );
    await handler(step('inc-1', 4), context);
    const lines = linesOf(text());
    expect(lines.map(({ message, Diagnoses }) => message ?? Diagnoses)).toEqual(['analyzed', 'handled', 1]);
    for (const line of lines) {
      expect(line).toMatchObject({ trace_id: traceIdOf('inc-1'), span_id: spanIdOf('inc-1', 4) });
    }
    const { _aws } = lines[2] ?? {};
    expect(JSON.stringify(_aws)).not.toContain('trace_id');
  });

  it('ends with the run, and the next one has its own or none', async () => {
    const { logger, metrics, text } = recorded();
    const handler = wrapHandler(logger, metrics, async () => undefined);
    await handler(step('inc-1', 1), context);
    await handler({ another: 'event' }, context);
    await handler(step('inc-2', 1), context);
    expect(linesOf(text()).map((line) => line['trace_id'])).toEqual([
      traceIdOf('inc-1'),
      undefined,
      traceIdOf('inc-2'),
    ]);
  });

  it('is said by whoever reads an event of another kind, and by a line that names its incident', async () => {
    const { logger, metrics, text } = recorded();
    const subject = runSubject();
    const log = logTo(logger, subject);
    const handler = wrapHandler(
      logger,
      metrics,
      async () => {
        log.about({ incidentId: 'inc-1' });
        log.warn('one');
        log.about({ incidentId: 'inc-2' });
        log.warn('two');
        log.error('three', { incident: 'inc-3' });
        log.error('four', { incidentId: 'not one' });
      },
      subject,
    );
    await handler({}, context);
    // After a second incident a line is of the one that it names, and of no other.
    expect(linesOf(text()).map((line) => line['trace_id'])).toEqual([
      traceIdOf('inc-1'),
      undefined,
      traceIdOf('inc-3'),
      undefined,
      undefined,
    ]);
  });

  it('has no span of one step when several of an incident came together', () => {
    const subject = runSubject();
    for (const seq of [3, 4, 5]) subject.about({ incidentId: 'inc-1', seq });
    expect(subject.current()).toEqual({ incidentId: 'inc-1' });
  });
});

describe('the ports over Powertools', () => {
  it('keep facts apart from the fields of the log line', () => {
    const { logger, text } = recorded();
    logTo(logger, runSubject()).warn('look', { message: 'replaced', incidentId: 'inc-1' });
    expect(JSON.parse(text())).toMatchObject({
      level: 'WARN',
      message: 'look',
      facts: { message: 'replaced', incidentId: 'inc-1' },
    });
  });

  it('count ones and measure seconds', () => {
    const { metrics } = recorded();
    const meter = meterTo(metrics);
    meter.count('Proposals');
    meter.seconds('Planned', 12);
    expect(metrics.serializeMetrics()).toMatchObject({ Proposals: 1, Planned: 12, service: 'analyzer' });
  });
});
