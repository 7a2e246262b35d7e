import { uid } from './names.ts';

/** A CloudWatch alarm on one metric, and what it saw in either state. */
export type MetricAlarm = {
  name: string;
  account: string;
  region: string;
  description: string;
  metric: { namespace: string; name: string; dimensions: Record<string, string> };
  stat: string;
  periodSeconds: number;
  threshold: number;
  /** On which side of the threshold it is in ALARM. */
  alarmsWhen: 'greater' | 'less';
  values: Readonly<Record<'ALARM' | 'OK', number>>;
};

/** CloudWatch writes state times with an offset, EventBridge in whole seconds. */
const stateTime = (at: Date): string => at.toISOString().replace('Z', '+0000');
const eventTime = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z');

/** The event EventBridge delivers when a metric alarm changes its state. */
export const alarmChange = (alarm: MetricAlarm, state: 'ALARM' | 'OK', at: Date): Record<string, unknown> => {
  const { name, account, region, description, metric, stat, periodSeconds, threshold } = alarm;
  const other = state === 'ALARM' ? 'OK' : 'ALARM';
  const value = alarm.values[state];
  const crossed = `${state === 'ALARM' ? 'was' : 'was not'} ${alarm.alarmsWhen} than the threshold`;
  const before = new Date(at.getTime() - 600_000);
  return {
    version: '0',
    id: uid(`${name} ${state} ${at.toISOString()}`),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time: eventTime(at),
    region,
    resources: [`arn:aws:cloudwatch:${region}:${account}:alarm:${name}`],
    detail: {
      alarmName: name,
      state: {
        value: state,
        reason: `Threshold Crossed: 1 out of the last 1 datapoints [${value.toFixed(1)}] ${crossed} (${threshold.toFixed(1)}).`,
        reasonData: JSON.stringify({
          version: '1.0',
          queryDate: stateTime(at),
          statistic: stat,
          period: periodSeconds,
          recentDatapoints: [value],
          threshold,
        }),
        timestamp: stateTime(at),
      },
      previousState: { value: other, reason: 'Threshold Crossed', timestamp: stateTime(before) },
      configuration: {
        description,
        metrics: [
          {
            id: uid(`${name} metric`),
            metricStat: { metric, period: periodSeconds, stat },
            returnData: true,
          },
        ],
      },
    },
  };
};
