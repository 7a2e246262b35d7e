import * as z from 'zod';
import { fields } from './fields.ts';
import { type Normalized, refusal } from './outcome.ts';
import { fromStateChange, StateChange } from './state-change.ts';

const form = 'EventBridge alarm event';

const Envelope = z.object({
  source: z.literal('aws.cloudwatch'),
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  account: fields.account,
  region: fields.region,
  resources: z.tuple([fields.arn], z.unknown()),
  detail: StateChange,
});

/** An EventBridge "CloudWatch Alarm State Change" event: metric, metric math, anomaly detection or composite. */
export const fromEventBridge = (event: unknown): Normalized => {
  const parsed = Envelope.safeParse(event);
  if (!parsed.success) return refusal(form, parsed.error);
  const { account, region, resources, detail } = parsed.data;
  return fromStateChange(form, { arn: resources[0], account, region }, detail);
};
