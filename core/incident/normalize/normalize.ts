import * as z from 'zod';
import { fromDirect } from './direct.ts';
import { fromEventBridge } from './event-bridge.ts';
import { type Normalized, refusal, unknown } from './outcome.ts';
import { fromGuardDuty } from './guardduty.ts';
import { fromSnsMessage } from './sns-message.ts';

const Records = z.object({
  Records: z
    .array(z.object({ EventSource: z.literal('aws:sns'), Sns: z.object({ Message: z.string() }) }))
    .min(1)
    .max(100),
});

const has = (event: unknown, field: string): boolean =>
  typeof event === 'object' && event !== null && Object.hasOwn(event, field);

/** Who sent an event of EventBridge. */
const Sent = z.object({ source: z.string(), 'detail-type': z.string() });

const one = (event: unknown): Normalized => {
  if (Sent.safeParse(event).data?.source === 'aws.guardduty') return fromGuardDuty(event);
  if (has(event, 'detail-type')) return fromEventBridge(event);
  if (has(event, 'alarmData')) return fromDirect(event);
  if (has(event, 'AlarmName')) return fromSnsMessage(event);
  return unknown(
    'no alarm: expected an EventBridge "CloudWatch Alarm State Change" or "GuardDuty Finding" event, a direct alarm payload or SNS Records',
  );
};

/** A topic may carry CloudWatch's own message, or an EventBridge event that a rule forwarded to it. */
const fromMessage = (message: string): Normalized => {
  try {
    return one(JSON.parse(message));
  } catch {
    return unknown('SNS alarm message: expected JSON');
  }
};

/**
 * Every alarm in an event, in any form CloudWatch delivers it: EventBridge, direct invocation, SNS (one or several
 * records); and a finding of GuardDuty. Never throws: what is no alarm is `unknown` with one line for a person. Texts are clean and bounded, times
 * are UTC with milliseconds.
 */
export const normalizeAlarms = (event: unknown): Normalized[] => {
  if (!has(event, 'Records')) return [one(event)];
  const parsed = Records.safeParse(event);
  if (!parsed.success) return [refusal('SNS event', parsed.error)];
  return parsed.data.Records.map(({ Sns }) => fromMessage(Sns.Message));
};
