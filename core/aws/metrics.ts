import { type CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { MetricQuery, MetricReader, Period, Series } from '../evidence/ports.ts';
import { ServiceRefused } from './errors.ts';
import { pagesOf } from './pages.ts';

/** What one GetMetricData takes: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const maxQueries = 500;
/**
 * A page holds 100,800 points: 60 metrics of a day and three hours by the minute. The newest come first; what is beyond three
 * pages is the oldest and absent, like any other missing point.
 */
const bounds = { pages: 3, ms: 20_000 };

/** Our own ids on the wire: a query's id may be anything, CloudWatch wants `[a-z][a-zA-Z0-9_]*`. */
const wireId = (index: number): string => `q${index}`;

/**
 * The whole minute that CloudWatch begins at for a time of the last 15 days. An emulator that begins in the middle of one
 * would give points of minutes that nobody else knows.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
const wholeMinute = (time: Date): Date => new Date(Math.floor(time.getTime() / 60_000) * 60_000);

const toQuery = (query: MetricQuery, index: number) => ({
  Id: wireId(index),
  ReturnData: true,
  MetricStat: {
    Metric: {
      Namespace: query.namespace,
      MetricName: query.name,
      Dimensions: Object.entries(query.dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: query.periodSeconds,
    Stat: query.stat,
  },
});

const pointsOf = ({ Timestamps = [], Values = [] }: MetricDataResult): Series['points'] =>
  Timestamps.flatMap((at, index) => {
    const value = Values[index];
    return value === undefined ? [] : [{ at, value }];
  });

const isIn =
  ({ from, to }: Period) =>
  ({ at }: { at: Date }): boolean =>
    at >= wholeMinute(from) && at <= to;

/**
 * Metrics from CloudWatch, all queries in one request; with an earlier period to compare with the request spans both, because a
 * metric costs the same however long the time is, and what lies between is dropped. A series that CloudWatch gives in part or
 * not at all has just those points: absence is judged by whoever asked. The first may begin up to a minute before the period.
 * Throws `ServiceRefused` (also for more than 500 queries), `NotPermitted` or `ServiceUnavailable`.
 */
export const cloudWatchMetrics = (client: Pick<CloudWatchClient, 'send'>): MetricReader => ({
  read: async (queries: readonly MetricQuery[], period: Period, comparedWith?: Period): Promise<Series[]> => {
    if (queries.length === 0) return [];
    if (queries.length > maxQueries) throw new ServiceRefused(`${queries.length} metrics are over ${maxQueries}`);
    const { items } = await pagesOf('cloudwatch GetMetricData', bounds, async (next, abortSignal) => {
      const command = new GetMetricDataCommand({
        MetricDataQueries: queries.map(toQuery),
        StartTime: wholeMinute(comparedWith?.from ?? period.from),
        EndTime: period.to,
        ScanBy: 'TimestampDescending',
        ...(next === undefined ? {} : { NextToken: next }),
      });
      const { MetricDataResults = [], NextToken } = await client.send(command, { abortSignal });
      return { items: MetricDataResults, next: NextToken };
    });
    return queries.map(({ id }, index): Series => {
      const points = items
        .filter((result) => result.Id === wireId(index))
        .flatMap(pointsOf)
        .toSorted((a, b) => a.at.getTime() - b.at.getTime());
      if (comparedWith === undefined) return { id, points };
      return { id, points: points.filter(isIn(period)), earlier: points.filter(isIn(comparedWith)) };
    });
  },
});
