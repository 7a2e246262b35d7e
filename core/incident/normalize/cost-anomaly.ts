import * as z from 'zod';
import { Alarm } from '../alarm.ts';
import { eventSourceOf } from './billed-services.ts';
import { fields } from './fields.ts';
import { type Normalized, refusal, unknown } from './outcome.ts';
import { slug } from './slug.ts';

const form = 'Cost Anomaly Detection';

/** The namespace under which runbooks match anomalies of cost. AWS publishes no metric there. */
export const costAnomalyNamespace = 'AWS/CostAnomaly';

/** Each is left out where AWS does not know it; an empty text says the same. */
const said = fields.dimensionValue.optional().catch(undefined);

const RootCause = z.object({
  linkedAccount: fields.account.optional().catch(undefined),
  region: said,
  service: said,
  usageType: said,
  impact: z.object({ contribution: fields.threshold }).optional().catch(undefined),
});

const Money = fields.threshold.optional();

/** What both forms have in common; EventBridge and SNS spell the dimension of the monitor differently. */
const Anomaly = z.object({
  accountId: fields.account,
  anomalyId: z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'expected an id of letters, digits and hyphens'),
  anomalyEndDate: z.string().max(40).optional(),
  dimensionValue: said,
  dimensionalValue: said,
  impact: z.object({
    totalImpact: fields.threshold,
    totalActualSpend: Money,
    totalExpectedSpend: Money,
  }),
  rootCauses: z.array(RootCause).max(50).default([]),
  monitorArn: fields.arn,
  monitorName: said,
});
type Anomaly = z.infer<typeof Anomaly>;

const Envelope = z.object({
  source: z.literal('aws.ce'),
  'detail-type': z.literal('Anomaly Detected'),
  account: fields.account,
  region: fields.region,
  time: fields.time,
  detail: Anomaly,
});

/** Cost Anomaly Detection keeps its monitors here. */
const homeOfBills = 'us-east-1';

const dollars = (amount: number | undefined): string => (amount === undefined ? 'not known' : `$${amount.toFixed(2)}`);

type From = { account: string; region: string; at: string };

const alarmOf = (anomaly: Anomaly, { account, region, at }: From): Normalized => {
  const { impact, monitorArn, monitorName, anomalyId } = anomaly;
  const [cause] = anomaly.rootCauses.toSorted((a, b) => (b.impact?.contribution ?? 0) - (a.impact?.contribution ?? 0));
  const service = cause?.service ?? anomaly.dimensionValue ?? anomaly.dimensionalValue;
  if (service === undefined || slug(service) === '') {
    return unknown(`${form}: rootCauses: expected a service, found none, and no dimensionValue`);
  }
  const source = eventSourceOf(service);
  const dimensions = {
    Service: service,
    Spend: slug(service),
    LinkedAccount: cause?.linkedAccount ?? account,
    ...(cause?.region === undefined ? {} : { Region: cause.region }),
    ...(cause?.usageType === undefined ? {} : { UsageType: cause.usageType }),
    ...(source === undefined ? {} : { EventSource: source }),
    ...(monitorName === undefined ? {} : { MonitorName: monitorName }),
  };
  const spent = `${dollars(impact.totalActualSpend)} spent, ${dollars(impact.totalExpectedSpend)} expected`;
  const where = [cause?.usageType, cause?.region].filter((part) => part !== undefined).join(' in ');
  const alarm = Alarm.safeParse({
    name: `Cost anomaly: ${service}`.slice(0, 255),
    arn: `${monitorArn}/${anomalyId}`.slice(0, 1600),
    account,
    region,
    kind: 'cost-anomaly',
    state: 'ALARM',
    reason:
      `${dollars(impact.totalImpact)} more than usual for ${service}${where === '' ? '' : ` (${where})`}: ${spent}`.slice(
        0,
        1023,
      ),
    ...(impact.totalExpectedSpend === undefined ? {} : { threshold: impact.totalExpectedSpend }),
    metrics: [{ id: 'anomaly', namespace: costAnomalyNamespace, name: 'TotalImpact', dimensions }],
    at,
  });
  return alarm.success ? { kind: 'alarm', alarm: alarm.data } : refusal(form, alarm.error);
};

/**
 * An EventBridge "Anomaly Detected" event. Its account is the one that the event came from, not the one it names inside.
 * Source: https://docs.aws.amazon.com/cost-management/latest/userguide/cad-eventbridge.html
 */
export const fromCostAnomalyEvent = (event: unknown): Normalized => {
  const parsed = Envelope.safeParse(event);
  if (!parsed.success) return refusal(`${form} event`, parsed.error);
  const { account, region, time: at, detail } = parsed.data;
  return alarmOf(detail, { account, region, at });
};

/**
 * The JSON that Cost Anomaly Detection publishes to a topic, with the time of the SNS record: it has days only.
 * Source: https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html
 */
export const fromCostAnomalyMessage = (message: unknown, sentAt: string | undefined): Normalized => {
  const at = fields.time.safeParse(sentAt);
  if (!at.success) return unknown(`${form} message: Sns.Timestamp: expected an ISO 8601 time with a zone`);
  const parsed = Anomaly.safeParse(message);
  if (!parsed.success) return refusal(`${form} message`, parsed.error);
  return alarmOf(parsed.data, { account: parsed.data.accountId, region: homeOfBills, at: at.data });
};
