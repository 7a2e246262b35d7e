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

/** Alarms of CloudWatch, which have a state that can be asked for. */
const cloudWatchKinds = ['metric', 'metric-math', 'anomaly', 'composite'] as const;
/** What happened once and has no state: what rules found in the events of agents, and findings of GuardDuty. */
const findingKinds = ['runtime', 'guardduty'] as const;
/** What AWS says of our spending, once: a budget of AWS Budgets that is passed, and Cost Anomaly Detection. */
const costKinds = ['budget', 'cost-anomaly'] as const;
export const alarmKinds = [...cloudWatchKinds, ...findingKinds, ...costKinds] as const;

/**
 * What an incident is opened for: the state change of a CloudWatch alarm, whichever way it was delivered, or a finding in
 * the form of one, so that both take the same way. All texts are bounded and free of control characters. */
export const Alarm = z.strictObject({
  name: z.string().min(1),
  arn: z.string().min(1),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().min(1),
  kind: z.enum(alarmKinds),
  state: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
  description: z.string().optional(),
  reason: z.string(),
  threshold: z.number().optional(),
  metrics: z.array(AlarmMetric),
  rule: z.string().optional(),
  at: z.iso.datetime(),
});
export type Alarm = z.infer<typeof Alarm>;

/** True for what AWS says of our spending. */
export const isBill = ({ kind }: Pick<Alarm, 'kind'>): boolean => costKinds.some((known) => known === kind);

/** True where CloudWatch keeps a state of it; a finding is over when nothing more is found. */
export const hasState = ({ kind }: Pick<Alarm, 'kind'>): boolean => cloudWatchKinds.some((known) => known === kind);
