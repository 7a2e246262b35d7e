import * as z from 'zod';
import { concrete, type Given } from './concrete.ts';
import type { Resource, Template } from './template.ts';

const Dimensions = z
  .array(z.object({ Name: z.string(), Value: z.string() }))
  .default([])
  .transform((all) => Object.fromEntries(all.map(({ Name, Value }) => [Name, Value])));
const Metric = z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions });
const Query = z.object({
  Id: z.string(),
  Expression: z.string().optional(),
  Label: z.string().optional(),
  ReturnData: z.boolean(),
  MetricStat: z.object({ Metric, Period: z.int(), Stat: z.string() }).optional(),
});
const Watched = z.union([
  z.object({ Metrics: z.array(Query) }),
  Metric.extend({ Period: z.int(), Statistic: z.string().optional(), ExtendedStatistic: z.string().optional() }),
]);
const Described = z.object({ AlarmDescription: z.string() });

type MetricStat = NonNullable<z.infer<typeof Query>['MetricStat']>;
const metricStat = ({ Metric: { Namespace, MetricName, Dimensions: dimensions }, Period, Stat }: MetricStat) => ({
  metric: { namespace: Namespace, name: MetricName, dimensions },
  period: Period,
  stat: Stat,
});

/** What the event of an alarm of the template tells of it. */
export const configurationOf = (alarm: Resource, given: Given, template: Template) => {
  const properties = concrete(alarm.Properties, given, template);
  const watched = Watched.parse(properties);
  const metrics =
    'Metrics' in watched
      ? watched.Metrics.map(({ Id: id, Expression, Label, ReturnData: returnData, MetricStat: stat }) => ({
          id,
          ...(Expression === undefined ? {} : { expression: Expression, label: Label }),
          ...(stat === undefined ? {} : { metricStat: metricStat(stat) }),
          returnData,
        }))
      : [
          {
            id: 'm1',
            metricStat: metricStat({
              Metric: watched,
              Period: watched.Period,
              Stat: watched.Statistic ?? watched.ExtendedStatistic ?? '',
            }),
            returnData: true,
          },
        ];
  return { description: Described.parse(properties).AlarmDescription, metrics };
};

const where = { account: '123456789012', region: 'eu-central-1' };
/** As CloudFormation names it. */
export const nameOf = ({ id }: Pick<Resource, 'id'>): string => `sovereign-ops-${id}-1A2B3C4D5E6F`;
const arnOf = (name: string): string => `arn:aws:cloudwatch:${where.region}:${where.account}:alarm:${name}`;

export type State = 'ALARM' | 'OK';
type Configuration = ReturnType<typeof configurationOf>;

const changed = (alarmName: string, value: State, minute: number, configuration: Configuration) => ({
  alarmName,
  state: { value, reason: 'Threshold Crossed', timestamp: `2026-11-20T02:${minute}:07.318+0000` },
  configuration,
});

/** The change of an alarm as EventBridge delivers it. */
export const onTheBus = (name: string, state: State, minute: number, configuration: Configuration) => ({
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  ...where,
  resources: [arnOf(name)],
  detail: changed(name, state, minute, configuration),
});

/** The same as CloudWatch hands it to a function that is the action of the alarm. */
export const handedOver = (name: string, state: State, minute: number, configuration: Configuration) => ({
  source: 'aws.cloudwatch',
  alarmArn: arnOf(name),
  accountId: where.account,
  region: where.region,
  alarmData: changed(name, state, minute, configuration),
});
