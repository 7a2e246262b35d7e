import * as z from 'zod';
import { redact } from '../redact.ts';
import { cleanText } from '../text.ts';

/** Names identify, so they are refused above CloudWatch's own bound instead of cut: two cut names could be one. */
const name = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .transform((text) => cleanText(text, max));
/** Words for people are cut, and without the secrets that somebody wrote into them: they are stored as they leave here. */
const words = (max: number) => z.string().transform((text) => cleanText(redact(cleanText(text, 2 * max)).text, max));

/** ISO 8601 as CloudWatch writes it (`+0000`, any number of decimals) becomes UTC with milliseconds and `Z`. */
const written = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?:Z|([+-]\d\d):?(\d\d))$/;
const time = z.string().transform((text, context) => {
  const [, local, hours = '+00', minutes = '00'] = written.exec(text) ?? [];
  const at = local === undefined ? Number.NaN : Date.parse(`${local}${hours}:${minutes}`);
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  context.issues.push({ code: 'custom', message: 'expected an ISO 8601 time with a zone', input: text });
  return z.NEVER;
});

/** Evaluation periods of an alarm span seven days at most. */
const longestPeriod = 7 * 86_400;
/** CloudWatch's bound of a value is 2^360; below 1e-130 DynamoDB holds none, and nobody compares with it. */
const threshold = z
  .number()
  .refine((value) => value === 0 || (Math.abs(value) <= 2 ** 360 && Math.abs(value) > 1e-129));

/**
 * Fields of alarm payloads with CloudWatch's own bounds (PutMetricAlarm, PutCompositeAlarm, MetricDatum): alarm name
 * 255, ARN 1,600, namespace and metric name 255, dimension 255 and 1,024, 30 dimensions, expression 2,048, rule 10,240,
 * description 1,024, reason 1,023. We keep 500 characters of the rule and the expression: people read those.
 */
export const fields = {
  alarmName: name(255),
  arn: name(1600),
  account: z.string().regex(/^\d{12}$/, 'expected an account id of 12 digits'),
  region: name(64),
  metricId: name(255),
  metricName: name(255),
  namespace: name(255),
  dimensionName: name(255),
  dimensionValue: name(1024),
  stat: name(64),
  period: z.number().positive().max(longestPeriod),
  threshold,
  expression: words(500),
  rule: words(500),
  description: words(1024),
  reason: words(1023),
  state: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
  time,
} as const;

export const mostDimensions = 30;
/** A metric-math alarm may name 10 metrics and as many expressions; beyond 50 it is no alarm that CloudWatch sent. */
export const mostMetrics = 50;
