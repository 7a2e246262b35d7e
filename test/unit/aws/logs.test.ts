import {
  CloudWatchLogsClient,
  CloudWatchLogsServiceException,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchLogs } from '../../../core/aws/logs.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const service = mockedClient(CloudWatchLogsClient);
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

  /** A group with a line every second of the ten minutes; the newest come first, as asked. */
  const busy = (length = 20) =>
    service.on(FilterLogEventsCommand).callsFake(({ startTime = 0, endTime = 0, limit = 0 }) => {
      const seconds = Array.from({ length: 600 }, (_, second) => 599 - second);
      const inside = seconds.filter((second) => {
        const time = from.getTime() + second * 1000;
        return time >= startTime && time <= endTime;
      });
      return {
        events: inside.slice(0, limit).map((second) => event(second, `line ${second} `.padEnd(length, 'x'))),
        ...(inside.length > limit ? { nextToken: 'more' } : {}),
      };
    });
  const secondsOf = (lines: readonly { at: Date }[]) => lines.map(({ at }) => (at.getTime() - from.getTime()) / 1000);

  it('keeps the newest half and samples the time before evenly when the limit cuts', async () => {
    busy();
    const { lines, complete } = await reader.search({ ...query, limit: 24 });
    expect(complete).toBe(false);
    expect(secondsOf(lines)).toEqual([
      96,
      97,
      194,
      195,
      292,
      293,
      390,
      391,
      488,
      489,
      586,
      587,
      ...Array.from({ length: 12 }, (_, n) => 588 + n),
    ]);
    expect(service.calls()).toHaveLength(7);
  });

  it('gives never more than the limit, however small', async () => {
    busy();
    expect(secondsOf((await reader.search({ ...query, limit: 3 })).lines)).toEqual([597, 598, 599]);
    expect(secondsOf((await reader.search({ ...query, limit: 1 })).lines)).toEqual([599]);
  });

  it('is not complete when there were more pages, and stops after ten', async () => {
    service.on(FilterLogEventsCommand).resolves({ events: [], nextToken: 'more' });
    expect(await reader.search(query)).toEqual({ lines: [], complete: false });
    expect(service.calls()).toHaveLength(10);
  });

  it('bounds each line and all of them together, the newest and the sample by half', async () => {
    busy(20_000);
    const { lines, complete } = await reader.search({ ...query, limit: 1000 });
    expect(complete).toBe(false);
    expect(Math.max(...lines.map(({ message }) => message.length))).toBe(8000);
    const bytes = lines.reduce((sum, { message }) => sum + message.length, 0);
    expect(bytes).toBeLessThanOrEqual(1_000_000);
    const newest = secondsOf(lines).filter((second) => second >= 538);
    expect(newest).toHaveLength(62);
    expect(lines.length - newest.length).toBe(60);
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
