import * as z from 'zod';

/** One metric an alarm watches, or one expression over the others. */
export const AlarmMetric = z.strictObject({
  id: z.string(),
  namespace: z.string().optional(),
  name: z.string().optional(),
  dimensions: z.record(z.string(), z.string()),
  stat: z.string().optional(),
  periodSeconds: z.number().optional(),
  expression: z.string().optional(),
});
export type AlarmMetric = z.infer<typeof AlarmMetric>;

/** A CloudWatch alarm state change, whichever way it was delivered. All texts are bounded and free of control characters. */
export const Alarm = z.strictObject({
  name: z.string().min(1),
  arn: z.string().min(1),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().min(1),
  kind: z.enum(['metric', 'metric-math', 'anomaly', 'composite']),
  state: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
  description: z.string().optional(),
  reason: z.string(),
  threshold: z.number().optional(),
  metrics: z.array(AlarmMetric),
  rule: z.string().optional(),
  at: z.iso.datetime(),
});
export type Alarm = z.infer<typeof Alarm>;
