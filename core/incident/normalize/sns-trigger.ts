import * as z from 'zod';
import type { AlarmMetric } from '../alarm.ts';
import { fields, mostDimensions, mostMetrics } from './fields.ts';

const Dimension = z.object({ name: fields.dimensionName, value: fields.dimensionValue });
const Dimensions = z.array(Dimension).max(mostDimensions).default([]);

const Query = z.object({
  Id: fields.metricId,
  Expression: fields.expression.optional(),
  MetricStat: z
    .object({
      Metric: z.object({
        Namespace: fields.namespace.optional(),
        MetricName: fields.metricName,
        Dimensions,
      }),
      Period: fields.period,
      Stat: fields.stat,
    })
    .optional(),
});

/** What the alarm watches, as the SNS message spells it: one metric flat, or `Metrics` for metric math and anomaly. */
export const Trigger = z.object({
  Namespace: fields.namespace.optional(),
  MetricName: fields.metricName.optional(),
  Dimensions,
  Statistic: fields.stat.nullish(),
  ExtendedStatistic: fields.stat.nullish(),
  Period: fields.period.optional(),
  // A detail for people: a number that is none of CloudWatch's takes no alarm with it.
  Threshold: fields.threshold.optional().catch(undefined),
  Metrics: z.array(Query).max(mostMetrics).optional(),
});
export type Trigger = z.infer<typeof Trigger>;

/** SNS shouts (`AVERAGE`, `SAMPLE_COUNT`); everywhere else it is `Average`, `SampleCount`. */
const spoken: Readonly<Record<string, string>> = {
  AVERAGE: 'Average',
  SUM: 'Sum',
  MINIMUM: 'Minimum',
  MAXIMUM: 'Maximum',
  SAMPLECOUNT: 'SampleCount',
};
const statName = (stat: string): string => spoken[stat.toUpperCase().replace('_', '')] ?? stat;

const byName = (dimensions: z.infer<typeof Dimensions>): Record<string, string> =>
  Object.fromEntries(dimensions.map(({ name, value }) => [name, value]));

const fromQuery = ({ Id, Expression, MetricStat }: z.infer<typeof Query>): AlarmMetric => {
  const namespace = MetricStat?.Metric.Namespace;
  return {
    id: Id,
    ...(namespace === undefined ? {} : { namespace }),
    ...(MetricStat === undefined
      ? {}
      : { name: MetricStat.Metric.MetricName, stat: statName(MetricStat.Stat), periodSeconds: MetricStat.Period }),
    dimensions: byName(MetricStat?.Metric.Dimensions ?? []),
    ...(Expression === undefined ? {} : { expression: Expression }),
  };
};

/** The metrics of a trigger; a flat one gets the id `m1`. */
export const triggerMetrics = (trigger: Trigger): AlarmMetric[] => {
  if (trigger.Metrics !== undefined) return trigger.Metrics.map(fromQuery);
  const { Namespace, MetricName, Dimensions, Period } = trigger;
  if (MetricName === undefined) return [];
  const stat = trigger.ExtendedStatistic ?? trigger.Statistic ?? undefined;
  return [
    {
      id: 'm1',
      ...(Namespace === undefined ? {} : { namespace: Namespace }),
      name: MetricName,
      dimensions: byName(Dimensions),
      ...(stat === undefined ? {} : { stat: statName(stat) }),
      ...(Period === undefined ? {} : { periodSeconds: Period }),
    },
  ];
};
