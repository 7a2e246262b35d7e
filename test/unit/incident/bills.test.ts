import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { originOf, seenFrom } from '../../../core/incident/hub.ts';
import { normalizeAlarms } from '../../../core/incident/normalize/normalize.ts';
import { slug } from '../../../core/incident/normalize/slug.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(`events/alarm-handler/${name}.json`, 'utf8'));
const Records = z.object({ Records: z.tuple([z.looseObject({ Sns: z.looseObject({ Message: z.string() }) })]) });
const text = Records.parse(read('budget-exceeded')).Records[0].Sns.Message;

/** The recorded SNS event with another message. */
const published = (message: string, change: object = {}): unknown => {
  const [record] = Records.parse(read('budget-exceeded')).Records;
  return { Records: [{ ...record, Sns: { ...record.Sns, Message: message, ...change } }] };
};
const normalized = (event: unknown) => {
  const [one] = normalizeAlarms(event);
  if (one === undefined) throw new Error('nothing');
  return one;
};
const alarm = (event: unknown) => {
  const one = normalized(event);
  if (one.kind === 'unknown') throw new Error(one.problem);
  return one.alarm;
};
const problem = (event: unknown): string => {
  const one = normalized(event);
  return one.kind === 'unknown' ? one.problem : 'an alarm';
};

describe('what AWS Budgets publishes', () => {
  it('is an alarm that fires, with the budget as its dimension', () => {
    expect(alarm(read('budget-exceeded'))).toEqual({
      name: 'Harbor monthly',
      arn: 'arn:aws:budgets::123456789012:budget/Harbor monthly',
      account: '123456789012',
      region: 'us-east-1',
      kind: 'budget',
      state: 'ALARM',
      reason: 'ACTUAL amount $1,318.40, threshold > $1,200.00, budgeted $1,500.00',
      threshold: 1200,
      metrics: [
        {
          id: 'budget',
          namespace: 'AWS/Budgets',
          name: 'ACTUAL',
          dimensions: {
            Budget: 'Harbor-monthly',
            BudgetName: 'Harbor monthly',
            BudgetType: 'Cost',
            LinkedAccount: '123456789012',
          },
        },
      ],
      at: '2026-11-20T02:13:07.318Z',
    });
  });

  it('knows a forecast, in the case that older messages have', () => {
    const forecast = text.replaceAll('ACTUAL', 'Forecasted');
    expect(alarm(published(forecast)).metrics[0]?.name).toBe('FORECASTED');
    expect(alarm(published(forecast)).reason).toContain('$1,318.40');
  });

  it('has no threshold where it is no amount of money', () => {
    expect(alarm(published(text.replace('> $1,200.00\nACTUAL', '< 80%\nACTUAL'))).threshold).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    [
      'no account',
      published(text.replace('AWS Account 123456789012', 'AWS Account')),
      'AWS Budgets notification: account: ',
    ],
    ['no name', published(text.replace('Budget Name: ', 'Name: ')), 'AWS Budgets notification: Budget Name: '],
    ['two names', published(`${text}Budget Name: other\n`), 'AWS Budgets notification: Budget Name: '],
    [
      'another kind of alert',
      published(text.replace('Type: ACTUAL', 'Type: GUESS')),
      'AWS Budgets notification: Alert Type: expected ACTUAL or FORECASTED',
    ],
    [
      'a name that is none',
      published(text.replace('Budget Name: Harbor monthly', 'Budget Name: ***')),
      'AWS Budgets notification: Budget Name: expected a letter or a digit',
    ],
    [
      'no time',
      published(text, { Timestamp: undefined }),
      'AWS Budgets notification: Sns.Timestamp: expected an ISO 8601 time with a zone',
    ],
    ['a book', published(text + 'x'.repeat(9000)), 'AWS Budgets notification: expected at most 8000 characters'],
    ['words that only look so', published('Budget Name: x'), 'SNS alarm message: expected JSON'],
  ])('is refused in one line with %s', (_what, event, said) => {
    expect(problem(event)).toContain(said);
    expect(problem(event)).not.toMatch(/\n|\*\*\*/);
  });
});

const event = z.looseObject({ detail: z.looseObject({}) }).parse(read('cost-anomaly'));
const anomaly = (change: object) => ({ ...event, detail: { ...event.detail, ...change } });

describe('an anomaly of cost', () => {
  it('is an alarm with the largest cause as its dimensions', () => {
    expect(alarm(read('cost-anomaly'))).toMatchObject({
      name: 'Cost anomaly: Amazon Elastic Compute Cloud - Compute',
      account: '123456789012',
      region: 'us-east-1',
      kind: 'cost-anomaly',
      state: 'ALARM',
      reason:
        '$212.40 more than usual for Amazon Elastic Compute Cloud - Compute (EUC1-BoxUsage:m6i.4xlarge in eu-central-1): $264.90 spent, $52.50 expected',
      threshold: 52.5,
      metrics: [
        {
          namespace: 'AWS/CostAnomaly',
          name: 'TotalImpact',
          dimensions: {
            Service: 'Amazon Elastic Compute Cloud - Compute',
            Spend: 'Amazon-Elastic-Compute-Cloud-Compute',
            LinkedAccount: '123456789012',
            Region: 'eu-central-1',
            UsageType: 'EUC1-BoxUsage:m6i.4xlarge',
            EventSource: 'ec2.amazonaws.com',
            MonitorName: 'harbor-services',
          },
        },
      ],
      at: '2026-11-20T02:13:07.000Z',
    });
  });

  it('says the same by SNS, which has no name of the monitor', () => {
    const { at: _at, ...delivered } = alarm(read('cost-anomaly'));
    const { at, ...message } = alarm(read('cost-anomaly-sns'));
    const [metric] = delivered.metrics;
    const { MonitorName: _name, ...dimensions } = metric?.dimensions ?? {};
    expect(message).toEqual({ ...delivered, metrics: [{ ...metric, dimensions }] });
    expect(at).toBe('2026-11-20T02:13:07.318Z');
  });

  it('is of the account that sent it, whatever it names inside', () => {
    expect(alarm(anomaly({ accountId: '999999999999' })).account).toBe('123456789012');
  });

  it('names what the monitor watches where no cause is known, and no API where nobody knows it', () => {
    const [metric] = alarm(anomaly({ rootCauses: [], dimensionValue: 'constructor' })).metrics;
    expect(metric?.dimensions).toEqual({
      Service: 'constructor',
      Spend: 'constructor',
      LinkedAccount: '123456789012',
      MonitorName: 'harbor-services',
    });
  });

  it.each<[string, unknown, string]>([
    ['no impact', anomaly({ impact: {} }), 'Cost Anomaly Detection event: detail.impact.totalImpact'],
    [
      'an id that is none',
      anomaly({ anomalyId: '../x' }),
      'detail.anomalyId: expected an id of letters, digits and hyphens',
    ],
    [
      'no service',
      anomaly({ rootCauses: [], dimensionValue: undefined }),
      'Cost Anomaly Detection: rootCauses: expected a service',
    ],
    [
      'more causes than there are',
      anomaly({ rootCauses: Array.from({ length: 51 }, () => ({})) }),
      'detail.rootCauses',
    ],
    ['another event of Cost Explorer', { ...event, 'detail-type': 'AWS API Call via CloudTrail' }, 'detail-type'],
    ['a message without its time', published(JSON.stringify(event.detail), { Timestamp: undefined }), 'Sns.Timestamp'],
  ])('is refused in one line with %s', (_what, delivered, said) => {
    expect(problem(delivered)).toContain(said);
  });
});

describe('a bill', () => {
  const hub = { account: '123456789012', region: 'eu-central-1', spokes: ['210987654321'] };

  it('is ours by its account, though AWS keeps bills in another region', () => {
    const bill = seenFrom(hub, alarm(read('cost-anomaly')));
    expect(bill.region).toBe('eu-central-1');
    expect(originOf(hub, bill)).toEqual({ kind: 'own' });
  });

  it('of another account is of nobody', () => {
    const bill = seenFrom(hub, { ...alarm(read('budget-exceeded')), account: '999999999999' });
    expect(originOf(hub, bill)).toMatchObject({ kind: 'foreign' });
  });

  it('alone is moved: an alarm of another region stays foreign', () => {
    const elsewhere = { ...alarm(read('eks-oomkilled')), region: 'us-east-1' };
    expect(originOf(hub, seenFrom(hub, elsewhere))).toMatchObject({ kind: 'foreign' });
  });
});

describe('slug', () => {
  it.each([
    ['Harbor monthly', 'Harbor-monthly'],
    ['EC2 - Other', 'EC2-Other'],
    ['../../etc', 'etc'],
    ['a..b', 'a.b'],
    ['日本', ''],
    ['a (b) ', 'a-b'],
  ])('makes of %j the name %j', (text, name) => {
    expect(slug(text)).toBe(name);
  });
});
