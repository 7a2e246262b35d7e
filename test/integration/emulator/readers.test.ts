import { randomUUID } from 'node:crypto';
import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { cloudWatchAlarms } from '../../../core/aws/alarms.ts';
import { cloudWatchLogs } from '../../../core/aws/logs.ts';
import { cloudWatchMetrics } from '../../../core/aws/metrics.ts';
import type { MetricQuery } from '../../../core/evidence/ports.ts';
import { describeOnMoto } from './describe-moto.ts';

/** The start of a minute half an hour ago: CloudWatch takes no old and no future data. */
const start = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 1_800_000);
const minute = (n: number, seconds = 0): Date => new Date(start.getTime() + n * 60_000 + seconds * 1000);

describeOnMoto('the readers on CloudWatch', (moto) => {
  // Left out: percentiles, on which the emulator fails, and metric math, which it answers with nothing.
  describe('metrics', () => {
    const dimensions = { ClusterName: 'harbor', PodName: 'payments-api' };
    const query = (change: Partial<MetricQuery>): MetricQuery => ({
      id: 'kills',
      namespace: 'ContainerInsights',
      name: 'oom_killed',
      dimensions,
      stat: 'Sum',
      periodSeconds: 60,
      ...change,
    });

    it('are read in the order asked for, ascending in time, and are absent where there is no data', async () => {
      const client = new CloudWatchClient(moto().config);
      const namespace = `Test/${randomUUID()}`;
      const data = [
        [3, 5],
        [1, 1],
        [1, 2],
      ] as const;
      await client.send(
        new PutMetricDataCommand({
          Namespace: namespace,
          MetricData: data.map(([n, Value]) => ({
            MetricName: 'oom_killed',
            Dimensions: Object.entries(dimensions).map(([Name, value]) => ({ Name, Value: value })),
            Timestamp: minute(n, 10),
            Value,
          })),
        }),
      );
      const queries = [
        query({ namespace, id: 'never measured', name: 'other' }),
        query({ namespace, id: 'sum' }),
        query({ namespace, id: 'max', stat: 'Maximum' }),
        query({ namespace, id: 'another pod', dimensions: { ...dimensions, PodName: 'ledger' } }),
      ];
      const found = await cloudWatchMetrics(client).read(queries, { from: minute(0), to: minute(6) });
      expect(found.map(({ id }) => id)).toEqual(queries.map(({ id }) => id));
      expect(found.map(({ points }) => points.map(({ value }) => value))).toEqual([[], [3, 5], [2, 5], []]);
      expect(found[1]?.points.map(({ at }) => at)).toEqual([minute(1), minute(3)]);
    });

    it('tell no points before or after the period', async () => {
      const client = new CloudWatchClient(moto().config);
      const namespace = `Test/${randomUUID()}`;
      const MetricData = [0, 2, 4].map((n) => ({ MetricName: 'oom_killed', Timestamp: minute(n), Value: n }));
      await client.send(new PutMetricDataCommand({ Namespace: namespace, MetricData }));
      const queries = [query({ namespace, dimensions: {} })];
      const [series] = await cloudWatchMetrics(client).read(queries, { from: minute(1), to: minute(3) });
      expect(series?.points).toEqual([{ at: minute(2), value: 2 }]);
    });
  });

  // Left out: composite alarms, which the emulator does not have.
  describe('alarms', () => {
    it('are missing until they exist, and then have the state they are in', async () => {
      const client = new CloudWatchClient(moto().config);
      const alarms = cloudWatchAlarms(client);
      const AlarmName = `alarm-${randomUUID()}`;
      expect(await alarms.state(AlarmName)).toBe('missing');
      await client.send(
        new PutMetricAlarmCommand({
          AlarmName,
          Namespace: 'ContainerInsights',
          MetricName: 'oom_killed',
          Statistic: 'Maximum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
        }),
      );
      for (const StateValue of ['ALARM', 'INSUFFICIENT_DATA', 'OK'] as const) {
        await client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'a test' }));
        expect(await alarms.state(AlarmName)).toBe(StateValue);
      }
      expect(await alarms.state(AlarmName.slice(0, -1))).toBe('missing');
    });
  });

  // Left out: JSON patterns, which the emulator ignores.
  describe('log lines', () => {
    const newGroup = async (lines: readonly [number, string][]) => {
      const client = new CloudWatchLogsClient(moto().config);
      const logGroupName = `/app/${randomUUID()}`;
      await client.send(new CreateLogGroupCommand({ logGroupName }));
      await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'pod-1' }));
      const logEvents = lines.map(([n, message]) => ({ timestamp: minute(n).getTime(), message }));
      await client.send(new PutLogEventsCommand({ logGroupName, logStreamName: 'pod-1', logEvents }));
      return { logs: cloudWatchLogs(client), group: logGroupName };
    };
    const period = { from: minute(0), to: minute(10) };

    it('are found by a term, newest last, with stream and time', async () => {
      const { logs, group } = await newGroup([
        [1, 'started'],
        [2, 'OutOfMemory in worker 1'],
        [3, 'OutOfMemory in worker 2'],
        [20, 'OutOfMemory, but later'],
      ]);
      expect(await logs.search({ group, filter: 'OutOfMemory', limit: 10, ...period })).toEqual({
        complete: true,
        lines: [
          { at: minute(2), stream: 'pod-1', message: 'OutOfMemory in worker 1' },
          { at: minute(3), stream: 'pod-1', message: 'OutOfMemory in worker 2' },
        ],
      });
    });

    it('are cut at the limit and say so', async () => {
      const { logs, group } = await newGroup(Array.from({ length: 9 }, (_, n) => [n, `line ${n}`]));
      const { lines, complete } = await logs.search({ group, limit: 4, ...period });
      expect(lines).toHaveLength(4);
      expect(complete).toBe(false);
    });

    it('of a group that does not exist are refused', async () => {
      const { logs } = await newGroup([[1, 'x']]);
      const search = logs.search({ group: '/app/none', limit: 4, ...period });
      await expect(search).rejects.toMatchObject({ name: 'ServiceRefused' });
    });
  });
});
