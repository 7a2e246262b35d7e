import { CloudWatchClient, CloudWatchServiceException, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchMetrics } from '../../../core/aws/metrics.ts';
import type { MetricQuery } from '../../../core/evidence/ports.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const cloudWatch = mockedClient(CloudWatchClient);
const reader = cloudWatchMetrics(new CloudWatchClient({ region: 'eu-central-1' }));
beforeEach(() => cloudWatch.reset());

const period = { from: new Date('2026-11-20T10:00:00Z'), to: new Date('2026-11-20T11:00:00Z') };
const at = (minute: number) => new Date(period.from.getTime() + minute * 60_000);
const memory: MetricQuery = {
  id: 'Memory Use!',
  namespace: 'ContainerInsights',
  name: 'pod_memory_utilization_over_pod_limit',
  dimensions: { ClusterName: 'harbor', Namespace: 'checkout', PodName: 'payments-api' },
  stat: 'Maximum',
  periodSeconds: 60,
};
const latency: MetricQuery = { ...memory, id: 'p99', namespace: 'Checkout', name: 'latency', stat: 'p99' };

describe('metrics from CloudWatch', () => {
  it('asks for all metrics in one request with ids of its own', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [] });
    await reader.read([memory, latency], period);
    const Dimensions = [
      { Name: 'ClusterName', Value: 'harbor' },
      { Name: 'Namespace', Value: 'checkout' },
      { Name: 'PodName', Value: 'payments-api' },
    ];
    expect(cloudWatch.calls().map((call) => call.args[0].input)).toEqual([
      {
        MetricDataQueries: [
          {
            Id: 'q0',
            ReturnData: true,
            MetricStat: {
              Metric: {
                Namespace: 'ContainerInsights',
                MetricName: 'pod_memory_utilization_over_pod_limit',
                Dimensions,
              },
              Period: 60,
              Stat: 'Maximum',
            },
          },
          {
            Id: 'q1',
            ReturnData: true,
            MetricStat: {
              Metric: { Namespace: 'Checkout', MetricName: 'latency', Dimensions },
              Period: 60,
              Stat: 'p99',
            },
          },
        ],
        StartTime: period.from,
        EndTime: period.to,
        ScanBy: 'TimestampDescending',
      },
    ]);
  });

  it('begins at a whole minute, as CloudWatch does by itself', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [] });
    const [from, to] = [new Date('2026-11-20T10:00:59.999Z'), new Date('2026-11-20T10:05:30.500Z')];
    await reader.read([memory], { from, to });
    const asked = { StartTime: new Date('2026-11-20T10:00:00Z'), EndTime: to };
    expect(cloudWatch.calls().map((call) => call.args[0].input)).toMatchObject([asked]);
  });

  it('reads the same hours of the day before in the same request, and drops what lies between', async () => {
    const day = 24 * 60;
    cloudWatch.on(GetMetricDataCommand).resolves({
      MetricDataResults: [
        { Id: 'q0', Timestamps: [at(5), at(-5), at(5 - day), at(-5 - day)], Values: [4, 3, 2, 1] },
        { Id: 'q1', Timestamps: [at(0)], Values: [120] },
      ],
    });
    const yesterday = { from: at(-day), to: at(60 - day) };
    expect(await reader.read([memory, latency], period, yesterday)).toEqual([
      { id: 'Memory Use!', points: [{ at: at(5), value: 4 }], earlier: [{ at: at(5 - day), value: 2 }] },
      { id: 'p99', points: [{ at: at(0), value: 120 }], earlier: [] },
    ]);
    const asked = { StartTime: yesterday.from, EndTime: period.to };
    expect(cloudWatch.calls().map((call) => call.args[0].input)).toMatchObject([asked]);
  });

  it('joins the pages of a series in order of time', async () => {
    cloudWatch
      .on(GetMetricDataCommand)
      .resolvesOnce({
        MetricDataResults: [{ Id: 'q0', Timestamps: [at(3), at(1)], Values: [3, 1] }],
        NextToken: 'more',
      })
      .resolves({ MetricDataResults: [{ Id: 'q0', Timestamps: [at(2)], Values: [2] }] });
    const [series] = await reader.read([memory], period);
    expect(series?.points.map(({ value }) => value)).toEqual([1, 2, 3]);
    expect(cloudWatch.commandCalls(GetMetricDataCommand)[1]?.args[0].input.NextToken).toBe('more');
  });

  it('gives a series without points for a metric that has none, and what there is of a partial one', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves({
      MetricDataResults: [{ Id: 'q1', StatusCode: 'PartialData', Timestamps: [at(0), at(1)], Values: [120] }],
    });
    expect(await reader.read([memory, latency], period)).toEqual([
      { id: 'Memory Use!', points: [] },
      { id: 'p99', points: [{ at: at(0), value: 120 }] },
    ]);
  });

  it('stops after three pages', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [], NextToken: 'more' });
    await reader.read([memory], period);
    expect(cloudWatch.calls()).toHaveLength(3);
  });

  it('does not call for nothing, nor for more than one request can hold', async () => {
    expect(await reader.read([], period)).toEqual([]);
    await expect(
      reader.read(
        Array.from({ length: 501 }, () => memory),
        period,
      ),
    ).rejects.toMatchObject({
      name: 'ServiceRefused',
    });
    expect(cloudWatch.calls()).toHaveLength(0);
  });

  it.each([
    ['AccessDenied', 'client', 'NotPermitted', false],
    ['Throttling', 'client', 'ServiceUnavailable', true],
    ['InvalidParameterValue', 'client', 'ServiceRefused', false],
    ['InternalServiceFault', 'server', 'ServiceUnavailable', true],
  ] as const)('translates %s', async (name, $fault, translated, retryable) => {
    const error = new CloudWatchServiceException({ name, $fault, message: 'quoted text', $metadata: {} });
    cloudWatch.on(GetMetricDataCommand).rejects(error);
    await expect(reader.read([memory], period)).rejects.toMatchObject({ name: translated, retryable, cause: error });
  });
});
