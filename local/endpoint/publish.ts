import {
  type CloudWatchClient,
  type MetricDatum,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogLine, MetricQuery, Series } from '../../core/evidence/ports.ts';
import type { Alarm } from '../../core/incident/alarm.ts';

/** What one PutMetricData takes: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const maxData = 1000;

const dimensionsOf = (dimensions: Readonly<Record<string, string>>) =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

/** Puts the points of each series as samples of its metric. */
export const putMetrics = async (
  client: CloudWatchClient,
  queries: readonly MetricQuery[],
  series: readonly Series[],
): Promise<void> => {
  const byNamespace = new Map<string, MetricDatum[]>();
  for (const [index, { namespace, name, dimensions }] of queries.entries()) {
    const Dimensions = dimensionsOf(dimensions);
    const points = series[index]?.points ?? [];
    const data = points.map(({ at, value }) => ({ MetricName: name, Dimensions, Timestamp: at, Value: value }));
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), ...data]);
  }
  for (const [Namespace, data] of byNamespace) {
    for (let from = 0; from < data.length; from += maxData) {
      const MetricData = data.slice(from, from + maxData);
      await client.send(new PutMetricDataCommand({ Namespace, MetricData }));
    }
  }
};

/** The alarm as a resource. Its state is set by hand: which way its threshold is crossed is of no consequence here. */
export const putAlarm = async (client: CloudWatchClient, { name, threshold, metrics }: Alarm): Promise<void> => {
  const [metric] = metrics;
  await client.send(
    new PutMetricAlarmCommand({
      AlarmName: name,
      ActionsEnabled: false,
      Namespace: metric?.namespace,
      MetricName: metric?.name,
      Dimensions: dimensionsOf(metric?.dimensions ?? {}),
      Statistic: 'Average',
      Period: metric?.periodSeconds ?? 60,
      EvaluationPeriods: 1,
      Threshold: threshold ?? 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'ignore',
    }),
  );
};

export const setAlarm = async (client: CloudWatchClient, name: string, state: 'ALARM' | 'OK'): Promise<void> => {
  const StateReason = 'measured by the agent of the embedded stack';
  await client.send(new SetAlarmStateCommand({ AlarmName: name, StateValue: state, StateReason }));
};

const unlessThere = async (create: Promise<unknown>): Promise<void> => {
  try {
    await create;
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  }
};

export const createLogGroup = (client: CloudWatchLogsClient, logGroupName: string): Promise<void> =>
  unlessThere(client.send(new CreateLogGroupCommand({ logGroupName })));

/** Writes lines, each to its stream. */
export const putLogs = async (
  client: CloudWatchLogsClient,
  logGroupName: string,
  lines: readonly LogLine[],
): Promise<void> => {
  for (const logStreamName of new Set(lines.map(({ stream }) => stream))) {
    const own = lines.filter(({ stream }) => stream === logStreamName);
    await unlessThere(client.send(new CreateLogStreamCommand({ logGroupName, logStreamName })));
    const logEvents = own.map(({ at, message }) => ({ timestamp: at.getTime(), message }));
    await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  }
};
