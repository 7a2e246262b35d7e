import * as z from 'zod';
import { fromBudgetText, isBudgetText } from './budget.ts';
import { fromCostAnomalyEvent, fromCostAnomalyMessage } from './cost-anomaly.ts';
import { fromDirect } from './direct.ts';
import { fromEventBridge } from './event-bridge.ts';
import { type Normalized, refusal, unknown } from './outcome.ts';
import { fromGuardDuty } from './guardduty.ts';
import { fromSnsMessage } from './sns-message.ts';

const Records = z.object({
  Records: z
    .array(
      z.object({
        EventSource: z.literal('aws:sns'),
        Sns: z.object({ Message: z.string(), Timestamp: z.string().max(64).optional() }),
      }),
    )
    .min(1)
    .max(100),
});

const has = (event: unknown, field: string): boolean =>
  typeof event === 'object' && event !== null && Object.hasOwn(event, field);

/** Who sent an event of EventBridge. */
const Sent = z.object({ source: z.string(), 'detail-type': z.string() });

const one = (event: unknown, sentAt?: string): Normalized => {
  const source = Sent.safeParse(event).data?.source;
  if (source === 'aws.guardduty') return fromGuardDuty(event);
  if (source === 'aws.ce') return fromCostAnomalyEvent(event);
  if (has(event, 'detail-type')) return fromEventBridge(event);
  if (has(event, 'alarmData')) return fromDirect(event);
  if (has(event, 'AlarmName')) return fromSnsMessage(event);
  if (has(event, 'anomalyId')) return fromCostAnomalyMessage(event, sentAt);
  return unknown(
    'no alarm: expected an EventBridge "CloudWatch Alarm State Change", "GuardDuty Finding" or "Anomaly Detected" event, a direct alarm payload or SNS Records',
  );
};

/** A topic may carry CloudWatch's own message, what is said of bills, or an EventBridge event that a rule forwarded to it. */
const fromMessage = ({
  Message: message,
  Timestamp: sentAt,
}: {
  Message: string;
  Timestamp?: string | undefined;
}): Normalized => {
  if (isBudgetText(message)) return fromBudgetText(message, sentAt);
  try {
    return one(JSON.parse(message), sentAt);
  } catch {
    return unknown('SNS alarm message: expected JSON');
  }
};

/**
 * Every alarm in an event, in any form CloudWatch delivers it: EventBridge, direct invocation, SNS (one or several
 * records); a finding of GuardDuty; and what AWS Budgets and
 * Cost Anomaly Detection say. Never throws: what is no alarm is `unknown` with one line for a person. Texts are clean and bounded, times
 * are UTC with milliseconds.
 */
export const normalizeAlarms = (event: unknown): Normalized[] => {
  if (!has(event, 'Records')) return [one(event)];
  const parsed = Records.safeParse(event);
  if (!parsed.success) return [refusal('SNS event', parsed.error)];
  return parsed.data.Records.map(({ Sns }) => fromMessage(Sns));
};
