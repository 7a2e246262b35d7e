import * as z from 'zod';
import { Alarm } from '../alarm.ts';
import { fields } from './fields.ts';
import { alarmKind } from './kind.ts';
import { type Normalized, refusal } from './outcome.ts';
import { Trigger, triggerMetrics } from './sns-trigger.ts';

const form = 'SNS alarm message';

const Message = z.object({
  AlarmName: fields.alarmName,
  AlarmDescription: fields.description.nullish(),
  AWSAccountId: fields.account,
  AlarmArn: fields.arn,
  Region: fields.region,
  NewStateValue: fields.state,
  NewStateReason: fields.reason.default(''),
  StateChangeTime: fields.time,
  AlarmRule: fields.rule.optional(),
  Trigger: Trigger.optional(),
});

/** SNS names the region for people ("EU (Frankfurt)"); the ARN holds its identifier. */
const regionOf = (arn: string, named: string): string =>
  /^arn:aws[a-z-]*:cloudwatch:([a-z]{2}(?:-[a-z]+)+-\d+):/.exec(arn)?.[1] ?? named;

/** The JSON that CloudWatch publishes to an alarm's SNS topic. */
export const fromSnsMessage = (message: unknown): Normalized => {
  const parsed = Message.safeParse(message);
  if (!parsed.success) return refusal(form, parsed.error);
  const { data } = parsed;
  const metrics = data.Trigger === undefined ? [] : triggerMetrics(data.Trigger);
  const kind = alarmKind(data.AlarmRule, metrics);
  // What an anomaly alarm compares with is its band, never this number.
  const threshold = kind === 'anomaly' ? undefined : data.Trigger?.Threshold;
  const alarm = Alarm.safeParse({
    name: data.AlarmName,
    arn: data.AlarmArn,
    account: data.AWSAccountId,
    region: regionOf(data.AlarmArn, data.Region),
    kind,
    state: data.NewStateValue,
    ...(data.AlarmDescription ? { description: data.AlarmDescription } : {}),
    reason: data.NewStateReason,
    ...(threshold === undefined ? {} : { threshold }),
    metrics,
    ...(data.AlarmRule === undefined ? {} : { rule: data.AlarmRule }),
    at: data.StateChangeTime,
  });
  return alarm.success ? { kind: 'alarm', alarm: alarm.data } : refusal(form, alarm.error);
};
