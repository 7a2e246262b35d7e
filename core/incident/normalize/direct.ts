import * as z from 'zod';
import { fields } from './fields.ts';
import { type Normalized, refusal } from './outcome.ts';
import { fromStateChange, StateChange } from './state-change.ts';

const form = 'direct alarm payload';

const Envelope = z.object({
  source: z.literal('aws.cloudwatch'),
  alarmArn: fields.arn,
  accountId: fields.account,
  region: fields.region,
  alarmData: StateChange,
});

/** What CloudWatch passes when the function itself is the alarm's action. */
export const fromDirect = (event: unknown): Normalized => {
  const parsed = Envelope.safeParse(event);
  if (!parsed.success) return refusal(form, parsed.error);
  const { alarmArn, accountId, region, alarmData } = parsed.data;
  return fromStateChange(form, { arn: alarmArn, account: accountId, region }, alarmData);
};
