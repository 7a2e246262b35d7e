import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { normalizeAlarms } from '../../../core/incident/normalize/normalize.ts';
import { refusal, unknown } from '../../../core/incident/normalize/outcome.ts';

const arn = 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:slow';
const from = { arn, account: '123456789012', region: 'eu-central-1' };
const at = '2026-11-20T02:13:07.000Z';

const eventBridge = (configuration: unknown, state: object = {}) => ({
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  account: from.account,
  region: from.region,
  resources: [arn],
  detail: { alarmName: 'slow', state: { value: 'ALARM', timestamp: at, ...state }, configuration },
});
const sns = (more: object) => {
  const message = {
    AlarmName: 'slow',
    AWSAccountId: from.account,
    AlarmArn: arn,
    Region: 'EU (Frankfurt)',
    NewStateValue: 'ALARM',
    StateChangeTime: at,
    ...more,
  };
  return { Records: [{ EventSource: 'aws:sns', Sns: { Message: JSON.stringify(message) } }] };
};
const alarmOf = (event: unknown) => {
  const [one] = normalizeAlarms(event);
  if (one?.kind !== 'alarm') throw new Error(one?.problem);
  return one.alarm;
};
const least = { ...from, name: 'slow', kind: 'metric', state: 'ALARM', reason: '', metrics: [], at };

describe('an alarm with the least that there can be', () => {
  it.each([
    ['in an event', eventBridge(undefined)],
    ['in an event with an empty configuration', eventBridge({})],
    ['in an event without a description', eventBridge({ description: '' })],
    ['in a message', sns({})],
    ['in a message without a description', sns({ AlarmDescription: '' })],
    ['in a message whose trigger names no metric', sns({ Trigger: { Period: 60 } })],
  ])('has nothing that nobody said: %s', (_where, event) => expect(alarmOf(event)).toStrictEqual(least));

  it('keeps of each metric what was said', () => {
    const metrics = [
      { id: 'e', expression: 'a / b' },
      { id: 'm', metricStat: { metric: { name: 'Errors' }, period: 60, stat: 'Sum' } },
    ];
    const said = [
      { id: 'e', dimensions: {}, expression: 'a / b' },
      { id: 'm', name: 'Errors', stat: 'Sum', periodSeconds: 60, dimensions: {} },
    ];
    expect(alarmOf(eventBridge({ metrics })).metrics).toStrictEqual(said);
    const Metrics = [
      { Id: 'e', Expression: 'a / b' },
      { Id: 'm', MetricStat: { Metric: { MetricName: 'Errors' }, Period: 60, Stat: 'SUM' } },
    ];
    expect(alarmOf(sns({ Trigger: { Metrics } })).metrics).toStrictEqual(said);
    const flat = { MetricName: 'Errors' };
    expect(alarmOf(sns({ Trigger: flat })).metrics).toStrictEqual([{ id: 'm1', name: 'Errors', dimensions: {} }]);
    const whole = { ...flat, Namespace: 'Shop', Dimensions: [{ name: 'A', value: 'b' }], Statistic: 'SUM', Period: 60 };
    expect(alarmOf(sns({ Trigger: whole })).metrics).toStrictEqual([
      { id: 'm1', namespace: 'Shop', name: 'Errors', dimensions: { A: 'b' }, stat: 'Sum', periodSeconds: 60 },
    ]);
  });

  it('keeps the rule and what is said of it', () => {
    const rule = 'ALARM("a") OR ALARM("b")';
    const said = { ...least, kind: 'composite', rule, description: 'both' };
    expect(alarmOf(sns({ AlarmRule: rule, AlarmDescription: 'both' }))).toStrictEqual(said);
    expect(alarmOf(eventBridge({ alarmRule: rule, description: 'both' }))).toStrictEqual(said);
  });
});

describe('a statistic', () => {
  it.each([
    ['AVERAGE', 'Average'],
    ['SUM', 'Sum'],
    ['MINIMUM', 'Minimum'],
    ['MAXIMUM', 'Maximum'],
    ['SAMPLE_COUNT', 'SampleCount'],
    ['SampleCount', 'SampleCount'],
    ['p99.9', 'p99.9'],
  ])('that a message calls %s is %s', (Statistic, stat) => {
    expect(alarmOf(sns({ Trigger: { MetricName: 'x', Statistic } })).metrics[0]?.stat).toBe(stat);
    const extended = { MetricName: 'x', Statistic: null, ExtendedStatistic: Statistic };
    expect(alarmOf(sns({ Trigger: extended })).metrics[0]?.stat).toBe(stat);
  });
});

describe('the region of a message', () => {
  const of = (AlarmArn: string) => alarmOf(sns({ AlarmArn })).region;
  it.each([
    ['arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:slow', 'cn-north-1'],
    ['arn:aws-us-gov:cloudwatch:us-gov-west-1:123456789012:alarm:slow', 'us-gov-west-1'],
    ['arn:aws:cloudwatch:ap-southeast-12:123456789012:alarm:slow', 'ap-southeast-12'],
    ['arn:aws:sns:eu-central-1:123456789012:alarm:slow', 'EU (Frankfurt)'],
    [`of ${arn}`, 'EU (Frankfurt)'],
    ['arn:aws:cloudwatch::123456789012:alarm:slow', 'EU (Frankfurt)'],
  ])('is that of its ARN where it has one: %s', (AlarmArn, region) => expect(of(AlarmArn)).toBe(region));
});

describe('the bounds of what an alarm says', () => {
  const threshold = (value: number) =>
    alarmOf(eventBridge({}, { reasonData: JSON.stringify({ threshold: value }) })).threshold;
  it.each([0, 0.1, -0.1, 2 ** 360, -(2 ** 360), 1.1e-129])('take the threshold %d', (value) =>
    expect(threshold(value)).toBe(value),
  );
  it.each([1e109, -1e109, 1e-129, -1e-129])('take no threshold %d', (value) =>
    expect(threshold(value)).toBeUndefined(),
  );

  it('take 30 dimensions', () => {
    const dimensions = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`d${n}`, 'x']));
    const metrics = [{ id: 'm', metricStat: { metric: { name: 'x', dimensions }, period: 60, stat: 'Sum' } }];
    expect(alarmOf(eventBridge({ metrics })).metrics[0]?.dimensions).toEqual(dimensions);
  });

  it.each([`at ${at}`, `${at} sharp`])('take no time with words beside it: %s', (timestamp) =>
    expect(normalizeAlarms(eventBridge({}, { timestamp }))).toEqual([
      {
        kind: 'unknown',
        problem: 'EventBridge alarm event: detail.state.timestamp: expected an ISO 8601 time with a zone',
      },
    ]),
  );

  it.each([
    ['ANOMALY_DETECTION_BAND(m1, 2)', 'anomaly'],
    ['anomaly_detection_band (m1, 2)', 'anomaly'],
    ['MY_ANOMALY_DETECTION_BAND(m1, 2)', 'metric-math'],
    ['m1 / m2', 'metric-math'],
  ])('call %s %s', (expression, kind) =>
    expect(alarmOf(eventBridge({ metrics: [{ id: 'e', expression }] })).kind).toBe(kind),
  );
});

describe('a refusal', () => {
  it('is one line of at most 300 characters', () => {
    expect(unknown(`a\n${'b'.repeat(400)}`)).toEqual({ kind: 'unknown', problem: `a ${'b'.repeat(297)}…` });
  });

  it.each([
    [z.object({ a: z.tuple([z.string('no text')]) }), { a: [1] }, 'form: a.0: no text'],
    [z.string('no text'), 1, 'form: no text'],
  ])('says the first thing that is wrong, and where', (schema: z.ZodType, value, problem) => {
    const { error } = schema.safeParse(value);
    expect(error === undefined ? undefined : refusal('form', error)).toEqual({ kind: 'unknown', problem });
  });

  it('says at least that it is one', () =>
    expect(refusal('form', new z.ZodError([]))).toEqual({ kind: 'unknown', problem: 'form: not valid' }));
});
