import * as z from 'zod';
import { Alarm, type AlarmMetric } from '../alarm.ts';
import { fields, mostDimensions, mostMetrics } from './fields.ts';
import { alarmKind } from './kind.ts';
import { type Normalized, refusal } from './outcome.ts';

const Dimensions = z
  .record(fields.dimensionName, fields.dimensionValue)
  .refine((all) => Object.keys(all).length <= mostDimensions, `expected at most ${mostDimensions} dimensions`);

const Metric = z.object({
  id: fields.metricId,
  expression: fields.expression.optional(),
  metricStat: z
    .object({
      metric: z.object({
        namespace: fields.namespace.optional(),
        name: fields.metricName,
        dimensions: Dimensions.default({}),
      }),
      period: fields.period,
      stat: fields.stat,
    })
    .optional(),
});

/** What EventBridge (`detail`) and the direct invocation (`alarmData`) have in common. */
export const StateChange = z.object({
  alarmName: fields.alarmName,
  state: z.object({
    value: fields.state,
    reason: fields.reason.default(''),
    reasonData: z.string().optional(),
    timestamp: fields.time,
  }),
  configuration: z
    .object({
      description: fields.description.optional(),
      alarmRule: fields.rule.optional(),
      metrics: z.array(Metric).max(mostMetrics).default([]),
    })
    .default({ metrics: [] }),
});
export type StateChange = z.infer<typeof StateChange>;

const toMetric = ({ id, expression, metricStat }: z.infer<typeof Metric>): AlarmMetric => {
  const namespace = metricStat?.metric.namespace;
  return {
    id,
    ...(namespace === undefined ? {} : { namespace }),
    ...(metricStat === undefined
      ? {}
      : { name: metricStat.metric.name, stat: metricStat.stat, periodSeconds: metricStat.period }),
    dimensions: metricStat?.metric.dimensions ?? {},
    ...(expression === undefined ? {} : { expression }),
  };
};

const ReasonData = z.object({ threshold: fields.threshold });

/** The threshold CloudWatch compared with; anomaly and composite alarms have none. */
const thresholdOf = (reasonData: string | undefined): number | undefined => {
  try {
    return ReasonData.safeParse(JSON.parse(reasonData ?? 'null')).data?.threshold;
  } catch {
    return undefined; // not JSON: the number is a detail for people, the state is what counts
  }
};

/** The alarm of a state change; where it was sent from says the envelope. */
export const fromStateChange = (
  form: string,
  from: Pick<Alarm, 'arn' | 'account' | 'region'>,
  { alarmName, state, configuration: { description, alarmRule, metrics } }: StateChange,
): Normalized => {
  const watched = metrics.map(toMetric);
  const threshold = thresholdOf(state.reasonData);
  const alarm = Alarm.safeParse({
    ...from,
    name: alarmName,
    kind: alarmKind(alarmRule, watched),
    state: state.value,
    ...(description === undefined || description === '' ? {} : { description }),
    reason: state.reason,
    ...(threshold === undefined ? {} : { threshold }),
    metrics: watched,
    ...(alarmRule === undefined ? {} : { rule: alarmRule }),
    at: state.timestamp,
  });
  return alarm.success ? { kind: 'alarm', alarm: alarm.data } : refusal(form, alarm.error);
};
