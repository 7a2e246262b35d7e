import { uid } from './names.ts';

/** What a CloudWatch alarm event tells of an alarm on one metric, or on an expression over several. */
export type AlarmFacts = {
  name: string;
  account: string;
  region: string;
  description: string;
  threshold: number;
  /** Where the value is in ALARM, seen from the threshold. */
  alarmsWhen?: 'greater' | 'greater than or equal' | 'less';
  /** What it was before it went into ALARM: one that was just made had no data yet. */
  wentFrom?: 'OK' | 'INSUFFICIENT_DATA';
  /** A value beyond the threshold and one within. */
  bad: number;
  good: number;
  statistic: 'Maximum' | 'Minimum' | 'Average' | 'Sum' | 'p99';
  periodSeconds: number;
  /** How many values in a row must lie beyond the threshold. */
  datapoints: number;
  metrics: readonly { id?: string; namespace: string; name: string; dimensions: Record<string, string> }[];
  /** Of a composite alarm, which watches other alarms and no metric. */
  rule?: string;
  /** Metric math over the ids of `metrics`. */
  expression?: string;
};

/** CloudWatch writes state times with an offset, EventBridge in whole seconds. */
const stateTime = (at: Date): string => at.toISOString().replace('Z', '+0000');
const eventTime = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z');
const decimal = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));

/** CloudWatch tells of a composite alarm which alarm moved it, and no number. */
const compositeState = ({ name, account, region, rule }: AlarmFacts, state: 'ALARM' | 'OK', at: Date) => {
  const [, child = name] = /"([^"]+)"/.exec(rule ?? '') ?? [];
  const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:${child}`;
  const moved = { value: state, timestamp: stateTime(at) };
  return {
    reason: `${arn} transitioned to ${state}`,
    reasonData: JSON.stringify({ triggeringAlarms: [{ arn, state: moved }] }),
  };
};

const configured = ({ name, description, metrics, expression, statistic, periodSeconds }: AlarmFacts) => ({
  description,
  metrics: [
    ...(expression === undefined ? [] : [{ id: 'e1', expression, label: description, returnData: true }]),
    ...metrics.map(({ id, ...metric }) => ({
      id: id ?? uid(`${name} metric`),
      metricStat: { metric, period: periodSeconds, stat: statistic },
      returnData: expression === undefined,
    })),
  ],
});

/** The event EventBridge delivers when an alarm changes its state. */
export const stateChange = (alarm: AlarmFacts, state: 'ALARM' | 'OK', at: Date): Record<string, unknown> => {
  const { name, account, region, threshold, datapoints, alarmsWhen = 'greater', wentFrom = 'OK' } = alarm;
  const value = state === 'ALARM' ? alarm.bad : alarm.good;
  const values = Array.from({ length: datapoints }, () => value);
  const verb = datapoints === 1 ? 'was' : 'were';
  const crossed = `${verb} ${state === 'ALARM' ? '' : 'not '}${alarmsWhen === 'greater than or equal' ? 'greater than or equal to' : `${alarmsWhen} than`} the threshold`;
  const before = new Date(at.getTime() - 600_000);
  const shown = values.map(decimal).join(', ');
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
        reason: `Threshold Crossed: ${datapoints} out of the last ${datapoints} datapoints [${shown}] ${crossed} (${decimal(threshold)}).`,
        reasonData: JSON.stringify({
          version: '1.0',
          queryDate: stateTime(at),
          statistic: alarm.statistic,
          period: alarm.periodSeconds,
          recentDatapoints: values,
          threshold,
        }),
        timestamp: stateTime(at),
        ...(alarm.rule === undefined ? {} : compositeState(alarm, state, at)),
      },
      previousState: {
        value: state === 'ALARM' ? wentFrom : 'ALARM',
        reason: wentFrom === 'OK' ? 'Threshold Crossed' : 'Unchecked: Initial alarm creation',
        timestamp: stateTime(before),
      },
      configuration:
        alarm.rule === undefined ? configured(alarm) : { description: alarm.description, alarmRule: alarm.rule },
    },
  };
};
