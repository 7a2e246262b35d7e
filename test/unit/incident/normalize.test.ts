import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alarm } from '../../../core/incident/alarm.ts';
import { normalizeAlarms } from '../../../core/incident/normalize/normalize.ts';

const recorded = (name: string): unknown => JSON.parse(readFileSync(`events/alarm-handler/${name}.json`, 'utf8'));
const alarms = (event: unknown): Alarm[] =>
  normalizeAlarms(event).map((one) => {
    if (one.kind === 'unknown') throw new Error(one.problem);
    return one.alarm;
  });
const problem = (event: unknown): string =>
  normalizeAlarms(event)
    .flatMap((one) => (one.kind === 'unknown' ? [one.problem] : []))
    .join('; ');
const replaced = (value: unknown, [head, ...rest]: readonly string[], leaf: unknown): unknown => {
  if (head === undefined) return leaf;
  if (Array.isArray(value)) return value.map((one, i) => (String(i) === head ? replaced(one, rest, leaf) : one));
  return { ...Object(value), [head]: replaced(Object(value)[head], rest, leaf) };
};
/** The main recorded event with the value at a path below `detail` replaced. */
const changed = (path: string, leaf: unknown): unknown =>
  replaced(recorded('eks-oomkilled'), ['detail', ...path.split('.')], leaf);

const oom = {
  name: 'checkout-payments-api-oomkilled',
  arn: 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:checkout-payments-api-oomkilled',
  account: '123456789012',
  region: 'eu-central-1',
  kind: 'metric',
  state: 'ALARM',
  threshold: 0,
  at: '2026-11-20T02:13:07.318Z',
};
const oomMetric = {
  namespace: 'ContainerInsights',
  name: 'pod_container_status_terminated_reason_oom_killed',
  dimensions: { ClusterName: 'harbor', Namespace: 'checkout', PodName: 'payments-api' },
  stat: 'Maximum',
  periodSeconds: 60,
};
const ratio = [
  { id: 'ratio', expression: 'errors / FILL(requests, 1)', dimensions: {} },
  { id: 'errors', name: 'HTTPCode_Target_5XX_Count', namespace: 'AWS/ApplicationELB', stat: 'Sum', periodSeconds: 60 },
  { id: 'requests', name: 'RequestCount', namespace: 'AWS/ApplicationELB', stat: 'Sum', periodSeconds: 60 },
];

describe('normalize alarms', () => {
  it('reads the EventBridge form of a metric alarm', () => {
    expect(alarms(recorded('eks-oomkilled'))).toEqual([
      {
        ...oom,
        description: 'A container of payments-api was killed because it ran out of memory. Owner: payments on-call.',
        reason: expect.stringMatching(/^Threshold Crossed: 1 out of the last 1 datapoints \[2\.0 /),
        metrics: [{ id: expect.any(String), ...oomMetric }],
      },
    ]);
  });

  it.each([
    ['eks-oomkilled-ok', { state: 'OK', kind: 'metric', at: '2026-11-20T02:24:07.305Z' }],
    ['insufficient-data', { state: 'INSUFFICIENT_DATA', kind: 'metric', at: '2026-11-20T03:05:07.340Z' }],
    ['metric-math', { state: 'ALARM', kind: 'metric-math', threshold: 0.05, at: '2026-11-20T02:13:41.027Z' }],
    ['anomaly', { state: 'ALARM', kind: 'anomaly', at: '2026-11-20T02:14:20.664Z' }],
    ['composite', { state: 'ALARM', kind: 'composite', metrics: [], at: '2026-11-20T02:14:41.912Z' }],
    ['direct', { ...oom, at: '2026-11-20T02:31:07.299Z', metrics: [expect.objectContaining(oomMetric)] }],
  ])('reads %s', (name, expected) => {
    expect(alarms(recorded(name))).toEqual([expect.objectContaining(expected)]);
  });

  it('keeps metrics and expressions of a metric-math alarm in their order', () => {
    expect(alarms(recorded('metric-math'))[0]?.metrics).toEqual(ratio.map((one) => expect.objectContaining(one)));
  });

  it('gives an anomaly and a composite alarm no threshold, and a composite one its rule', () => {
    expect(alarms(recorded('anomaly'))[0]).not.toHaveProperty('threshold');
    expect(alarms(recorded('composite'))[0]).not.toHaveProperty('threshold');
    expect(alarms(recorded('composite'))[0]?.rule).toMatch(/^ALARM\("checkout-payments-error-ratio"\) OR /);
  });

  it('makes the same alarm of the SNS form, with the region of the ARN and not the one for people', () => {
    expect(alarms(recorded('sns'))).toEqual([
      { ...alarms(recorded('eks-oomkilled'))[0], metrics: [{ id: 'm1', ...oomMetric }] },
    ]);
  });

  it('reads every record of an SNS event', () => {
    expect(alarms(recorded('sns-several'))).toEqual([
      expect.objectContaining({
        kind: 'metric-math',
        threshold: 0.05,
        metrics: ratio.map((one) => expect.objectContaining(one)),
      }),
      expect.objectContaining({ kind: 'composite', metrics: [], name: 'checkout-service-health' }),
    ]);
  });

  it('takes no number for the threshold of an anomaly alarm that came through a topic', () => {
    const message = {
      AlarmName: 'checkout-payments-latency-band',
      AlarmDescription: null,
      AWSAccountId: '123456789012',
      AlarmArn: 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:checkout-payments-latency-band',
      Region: 'EU (Frankfurt)',
      NewStateValue: 'ALARM',
      NewStateReason: 'Thresholds Crossed',
      StateChangeTime: '2026-11-20T02:14:20.664+0000',
      Trigger: { Threshold: 0, Metrics: [{ Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(latency, 3)' }] },
    };
    const [alarm] = alarms({ Records: [{ EventSource: 'aws:sns', Sns: { Message: JSON.stringify(message) } }] });
    expect(alarm?.kind).toBe('anomaly');
    expect(alarm).not.toHaveProperty('threshold');
    expect(alarm).not.toHaveProperty('description');
  });

  it('reads an EventBridge event that came through a topic', () => {
    const Message = JSON.stringify(recorded('eks-oomkilled'));
    const event = { Records: [{ EventSource: 'aws:sns', Sns: { Message } }] };
    expect(alarms(event)).toEqual(alarms(recorded('eks-oomkilled')));
  });

  it.each([
    ['2026-11-20T02:13:07.318+0000', '2026-11-20T02:13:07.318Z'],
    ['2026-11-20T02:13:07Z', '2026-11-20T02:13:07.000Z'],
    ['2026-11-20T04:13:07.3189+02:00', '2026-11-20T02:13:07.318Z'],
  ])('writes the time %s as %s', (written, at) => {
    expect(alarms(changed('state.timestamp', written))[0]?.at).toBe(at);
  });

  it('cleans what people will read', () => {
    const [alarm] = alarms(changed('state.reason', `\u001b[31mred\u001b[0m\nand \u202emirrored${'x'.repeat(3000)}`));
    expect(alarm?.reason).toMatch(/^red and mirroredx+…$/);
    expect(alarm?.reason).toHaveLength(1023);
  });

  it('stores no secret that somebody wrote into a description', () => {
    const [alarm] = alarms(changed('configuration.description', 'call dana@example.com, password=hunter22'));
    expect(alarm?.description).toBe('call [redacted e-mail], password=[redacted]');
  });

  it('leaves out an empty description', () => {
    expect(alarms(changed('configuration.description', ''))[0]).not.toHaveProperty('description');
  });

  it('takes an alarm whose reason data is broken or missing, without a threshold', () => {
    for (const reasonData of [
      '{',
      '"x"',
      '{"threshold":"high"}',
      '{"threshold":1e300}',
      '{"threshold":1e-200}',
      undefined,
    ]) {
      const [alarm] = alarms(changed('state.reasonData', reasonData));
      expect(alarm?.state).toBe('ALARM');
      expect(alarm).not.toHaveProperty('threshold');
    }
  });
});

describe('a payload that is no alarm', () => {
  it.each([
    ['nothing', undefined],
    ['text', 'ALARM'],
    ['an empty object', {}],
    ['a list', []],
  ])('is refused: %s', (_name, event) => {
    expect(problem(event)).toMatch(
      /^no alarm: expected an EventBridge "CloudWatch Alarm State Change", "GuardDuty Finding" or "Anomaly Detected" event/,
    );
  });

  it.each([
    [
      'another detail type',
      { ...Object(recorded('eks-oomkilled')), 'detail-type': 'CloudWatch Alarm Configuration Change' },
      /^EventBridge alarm event: detail-type: /,
    ],
    ['a new state', changed('state.value', 'PANIC'), /^EventBridge alarm event: detail\.state\.value: .*"ALARM"/],
    ['no time', changed('state.timestamp', 'yesterday'), /detail\.state\.timestamp: expected an ISO 8601 time/],
    ['no zone', changed('state.timestamp', '2026-11-20T02:13:07'), /timestamp: expected an ISO 8601 time/],
    ['a name that is too long', changed('alarmName', 'n'.repeat(256)), /detail\.alarmName: /],
    ['an invisible name', changed('alarmName', '\u202e\u200b'), /EventBridge alarm event: name: /],
    ['no ARN', { ...Object(recorded('eks-oomkilled')), resources: [] }, /resources/],
    [
      'too many metrics',
      changed(
        'configuration.metrics',
        Array.from({ length: 51 }, (_, i) => ({ id: `m${i}` })),
      ),
      /configuration\.metrics: /,
    ],
    [
      'too many dimensions',
      changed(
        'configuration.metrics.0.metricStat.metric.dimensions',
        Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`d${i}`, 'x'])),
      ),
      /at most 30 dimensions/,
    ],
    ['a period beyond that of any alarm', changed('configuration.metrics.0.metricStat.period', 1e308), /period: /],
    [
      'a short account',
      { ...Object(recorded('direct')), accountId: '12345' },
      /^direct alarm payload: accountId: expected an account id of 12 digits/,
    ],
    ['records of something else', { Records: [{ eventSource: 'aws:s3' }] }, /^SNS event: Records\.0\.EventSource: /],
    ['no records', { Records: [] }, /^SNS event: Records: /],
    [
      'an SNS message for people',
      { Records: [{ EventSource: 'aws:sns', Sns: { Message: 'lunch?' } }] },
      /^SNS alarm message: expected JSON/,
    ],
    [
      'an SNS message of something else',
      { Records: [{ EventSource: 'aws:sns', Sns: { Message: '{"AlarmName":"x"}' } }] },
      /^SNS alarm message: AWSAccountId: /,
    ],
  ])('is refused with one line: %s', (_name, event, line) => {
    expect(problem(event)).toMatch(line);
    expect(problem(event)).not.toContain('\n');
    expect(problem(event).length).toBeLessThanOrEqual(300);
  });

  it('does not hide the alarms beside it', () => {
    const good = { EventSource: 'aws:sns', Sns: { Message: JSON.stringify(recorded('eks-oomkilled')) } };
    const bad = { EventSource: 'aws:sns', Sns: { Message: 'lunch?' } };
    expect(normalizeAlarms({ Records: [bad, good] }).map(({ kind }) => kind)).toEqual(['unknown', 'alarm']);
  });

  it('is never thrown, whatever it is', () => {
    const keys = ['Records', 'detail-type', 'alarmData', 'AlarmName', 'detail', 'Sns', 'Message'];
    const anything = fc.object({ key: fc.constantFrom(...keys), maxDepth: 4, withNullPrototype: true });
    fc.assert(
      fc.property(fc.oneof(anything, fc.anything()), (event) => {
        for (const one of normalizeAlarms(event)) expect(one.kind).toBe('unknown');
      }),
    );
  });
});
