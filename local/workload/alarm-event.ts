import { uid } from './names.ts';

/** A CloudWatch alarm on one metric that must not be above zero. */
export type AlarmChange = {
  alarm: { name: string; account: string; region: string };
  description: string;
  metric: { namespace: string; name: string; dimensions: Record<string, string> };
  stat: string;
  periodSeconds: number;
  /** What the metric shows while the alarm is in ALARM. */
  value: number;
};

/** CloudWatch writes state times with an offset, EventBridge in whole seconds. */
const stateTime = (at: Date): string => at.toISOString().replace('Z', '+0000');
const eventTime = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z');

/** The event EventBridge delivers when the alarm changes its state. */
export const alarmStateChange = (
  { alarm, description, metric, stat, periodSeconds, value: bad }: AlarmChange,
  state: 'ALARM' | 'OK',
  at: Date,
): Record<string, unknown> => {
  const { name, account, region } = alarm;
  const other = state === 'ALARM' ? 'OK' : 'ALARM';
  const value = state === 'ALARM' ? bad : 0;
  const crossed = state === 'ALARM' ? 'was greater than the threshold' : 'was not greater than the threshold';
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
        reason: `Threshold Crossed: 1 out of the last 1 datapoints [${value}.0] ${crossed} (0.0).`,
        reasonData: JSON.stringify({
          version: '1.0',
          queryDate: stateTime(at),
          statistic: stat,
          period: periodSeconds,
          recentDatapoints: [value],
          threshold: 0,
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
