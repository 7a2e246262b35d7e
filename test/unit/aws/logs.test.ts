import {
  CloudWatchLogsClient,
  CloudWatchLogsServiceException,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchLogs } from '../../../core/aws/logs.ts';

const service = mockClient(CloudWatchLogsClient);
const reader = cloudWatchLogs(new CloudWatchLogsClient({ region: 'eu-central-1' }));
beforeEach(() => service.reset());

const from = new Date('2026-11-20T10:00:00Z');
const to = new Date('2026-11-20T10:10:00Z');
const query = { group: '/aws/containerinsights/harbor/application', filter: 'ERROR', limit: 3, from, to };
const event = (second: number, message = `line ${second}`) => ({
  timestamp: from.getTime() + second * 1000,
  logStreamName: 'payments-api-1',
  message,
});
const texts = (lines: readonly { message: string }[]) => lines.map(({ message }) => message);

describe('logs from CloudWatch', () => {
  it('asks for the newest lines of the period', async () => {
    service.on(FilterLogEventsCommand).resolves({ events: [event(1)] });
    expect(await reader.search(query)).toEqual({
      lines: [{ at: new Date('2026-11-20T10:00:01Z'), stream: 'payments-api-1', message: 'line 1' }],
      complete: true,
    });
    expect(service.calls().map((call) => call.args[0].input)).toEqual([
      {
        logGroupName: query.group,
        startTime: from.getTime(),
        endTime: to.getTime(),
        startFromHead: false,
        limit: 3,
        filterPattern: 'ERROR',
      },
    ]);
  });

  it('reads on over empty pages and gives the newest line last', async () => {
    service
      .on(FilterLogEventsCommand)
      .resolvesOnce({ events: [], nextToken: 'a' })
      .resolvesOnce({ events: [event(9), event(5)], nextToken: 'b' })
      .resolves({ events: [event(2)] });
    const { lines, complete } = await reader.search(query);
    expect(texts(lines)).toEqual(['line 2', 'line 5', 'line 9']);
    expect(complete).toBe(true);
    expect(service.commandCalls(FilterLogEventsCommand).map((call) => call.args[0].input.nextToken)).toEqual([
      undefined,
      'a',
      'b',
    ]);
  });

  it('keeps the newest lines and says so when the limit cuts', async () => {
    service.on(FilterLogEventsCommand).resolves({ events: [event(1), event(2), event(3), event(4)] });
    const { lines, complete } = await reader.search(query);
    expect(texts(lines)).toEqual(['line 2', 'line 3', 'line 4']);
    expect(complete).toBe(false);
  });

  it('is not complete when there were more pages, and stops after ten', async () => {
    service.on(FilterLogEventsCommand).resolves({ events: [], nextToken: 'more' });
    expect(await reader.search(query)).toEqual({ lines: [], complete: false });
    expect(service.calls()).toHaveLength(10);
  });

  it('bounds each line and all of them together', async () => {
    const events = Array.from({ length: 200 }, (_, second) => event(second, `${second} ${'x'.repeat(20_000)}`));
    service.on(FilterLogEventsCommand).resolves({ events });
    const { lines, complete } = await reader.search({ ...query, limit: 1000 });
    expect(Math.max(...lines.map(({ message }) => message.length))).toBe(8000);
    expect(lines).toHaveLength(125);
    expect(lines.at(-1)?.message).toMatch(/^199 /);
    expect(complete).toBe(false);
  });

  it.each([
    ['ResourceNotFoundException', 'client', 'ServiceRefused'],
    ['AccessDeniedException', 'client', 'NotPermitted'],
    ['ServiceUnavailableException', 'server', 'ServiceUnavailable'],
  ] as const)('translates %s', async (name, $fault, translated) => {
    service
      .on(FilterLogEventsCommand)
      .rejects(new CloudWatchLogsServiceException({ name, $fault, message: '', $metadata: {} }));
    await expect(reader.search(query)).rejects.toMatchObject({ name: translated });
  });
});
