import * as z from 'zod';
import { Alarm } from '../alarm.ts';
import { fields } from './fields.ts';
import { type Normalized, refusal, unknown } from './outcome.ts';
import { slug } from './slug.ts';

const form = 'AWS Budgets notification';

/** The namespace under which runbooks match budgets. AWS publishes no metric there. */
export const budgetNamespace = 'AWS/Budgets';

/** Budgets is one service for the whole partition, whose region this is. */
const homeOfBills = 'us-east-1';

/** The first line of what Budgets publishes; it has no event of EventBridge, and its message is no JSON. */
export const isBudgetText = (message: string): boolean => /^AWS Budget Notification\b/.test(message);

/** Longer than any message with names of 100 characters. */
const mostCharacters = 8_000;

const Lines = z.object({
  account: fields.account,
  'Budget Name': fields.dimensionValue.refine((name) => name.length <= 100, 'expected at most 100 characters'),
  'Budget Type': fields.dimensionValue.default('Cost'),
  'Budgeted Amount': fields.reason.default(''),
  'Alert Type': z
    .string()
    .max(32)
    .transform((text) => text.trim().toUpperCase())
    .pipe(z.enum(['ACTUAL', 'FORECASTED'], 'expected ACTUAL or FORECASTED')),
  'Alert Threshold': fields.reason.default(''),
  amount: fields.reason.default(''),
});

/** The number of `> $1,200.50`, or none: in percent it is of something that the message does not say. */
const amountOf = (text: string): number | undefined => {
  const [, digits] = /^[<>=\s]*\$\s?([\d,]{1,20}(?:\.\d{1,6})?)$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits.replaceAll(',', ''));
};

/** What a line says behind its label; a label that stands there twice says nothing, because the second may be a name. */
const labelled = (lines: readonly string[], label: string): string | undefined => {
  const [found, ...more] = lines.filter((line) => line.startsWith(`${label}: `));
  return more.length > 0 ? undefined : found?.slice(label.length + 2).trim();
};

/**
 * What AWS Budgets publishes to a topic: lines for people, of which those behind a label are read. `sentAt` is the time of
 * the SNS record, because the text has a day only. It is an alarm that fires, and no message says when it is over.
 * Source: https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
 */
export const fromBudgetText = (message: string, sentAt: string | undefined): Normalized => {
  if (message.length > mostCharacters) return unknown(`${form}: expected at most ${mostCharacters} characters`);
  const at = fields.time.safeParse(sentAt);
  if (!at.success) return unknown(`${form}: Sns.Timestamp: expected an ISO 8601 time with a zone`);
  const lines = message.split(/\r?\n/);
  const alert = labelled(lines, 'Alert Type') ?? '';
  const said = ['Budget Name', 'Budget Type', 'Budgeted Amount', 'Alert Type', 'Alert Threshold'] as const;
  const parsed = Lines.safeParse({
    account: /^AWS Account (\d{12})$/.exec(lines[1]?.trim() ?? '')?.[1],
    ...Object.fromEntries(said.map((label) => [label, labelled(lines, label)])),
    amount: labelled(lines, `${alert} Amount`),
  });
  if (!parsed.success) return refusal(form, parsed.error);
  const { account, amount, ...line } = parsed.data;
  const name = line['Budget Name'];
  if (slug(name) === '') return unknown(`${form}: Budget Name: expected a letter or a digit`);
  const threshold = amountOf(line['Alert Threshold']);
  const alarm = Alarm.safeParse({
    name,
    arn: `arn:aws:budgets::${account}:budget/${name}`,
    account,
    region: homeOfBills,
    kind: 'budget',
    state: 'ALARM',
    reason: `${line['Alert Type']} amount ${amount || '(not said)'}, threshold ${line['Alert Threshold'] || '(not said)'}, budgeted ${line['Budgeted Amount'] || '(not said)'}`,
    ...(threshold === undefined ? {} : { threshold }),
    metrics: [
      {
        id: 'budget',
        namespace: budgetNamespace,
        name: line['Alert Type'],
        dimensions: { Budget: slug(name), BudgetName: name, BudgetType: line['Budget Type'], LinkedAccount: account },
      },
    ],
    at: at.data,
  });
  return alarm.success ? { kind: 'alarm', alarm: alarm.data } : refusal(form, alarm.error);
};
