import { describe, expect, it } from 'vitest';
import { isAboutUs } from '../../../core/incident/own-alarm.ts';
import { StackArn } from '../../../core/incident/stack.ts';

const stack = StackArn.parse('arn:aws:cloudformation:eu-central-1:123456789012:stack/prod/0f3c7a10-2d5e-11f0');
const watching = (namespace: string, dimensions: Record<string, string>, name = 'Errors') => [
  { id: 'e1', dimensions: {}, expression: 'SUM(METRICS())' },
  { id: 'm1', namespace, name, dimensions },
];
const theirs = watching('AWS/ECS', { ClusterName: 'quay', ServiceName: 'prod-Catalog' });
const alarm = (name: string, metrics = theirs) => ({ name, account: '123456789012', region: 'eu-central-1', metrics });

describe('an alarm about this system', () => {
  it.each([
    ['one of the stack', alarm('prod-AnalyzerFailuresAlarm-1A2B3C4D5E6F')],
    ['one of the stack with a name of the newer form', alarm('prod-DnsBlockedAlarm-aBcDeFgHiJkL')],
    ['one on what the functions count', alarm('mine', watching('SovereignOps', { service: 'executor' }))],
    [
      'one on a function of the stack',
      alarm('mine', watching('AWS/Lambda', { FunctionName: 'prod-AnalyzerFunction-Xy12Zw34Ab56' })),
    ],
    ['one on a queue of the stack', alarm('mine', watching('AWS/SQS', { QueueName: 'prod-OpsFailures-1A2B3C4D5E6F' }))],
    [
      'one on two things of the stack',
      alarm('mine', [
        ...watching('SovereignOps', { service: 'executor' }),
        ...watching('AWS/Lambda', { FunctionName: 'prod-AnalyzerFunction-Xy12Zw34Ab56', Resource: 'x' }),
      ]),
    ],
    ['one on its API', alarm('mine', watching('AWS/ApiGateway', { ApiName: 'prod', Stage: 'live' }))],
    [
      'one of another region on what its functions count',
      { ...alarm('mine', watching('SovereignOps', { service: 'auditor' })), region: 'eu-west-1' },
    ],
  ])('is %s', (_what, one) => expect(isAboutUs(one, stack)).toBe(true));

  it.each([
    ['a preset', alarm('prod-PresetHighCpu-1A2B3C4D5E6F')],
    ['whatever begins with the name of the stack', alarm('prod-checkout-errors')],
    ['one of a stack whose name begins so', alarm('prod-checkout-ErrorsAlarm-1A2B3C4D5E6F')],
    ['one of a stack with another name as long', alarm('test-ErrorsAlarm-1A2B3C4D5E6F')],
    ['one that goes on after what CloudFormation gives', alarm('prod-ErrorsAlarm-1A2B3C4D5E6F-payments')],
    ['one that a person named so', alarm('prod-CheckoutAlarm-payments')],
    [
      'one of a stack of that name in another account',
      { ...alarm('prod-ErrorsAlarm-1A2B3C4D5E6F'), account: '210987654321' },
    ],
    [
      'one of a stack of that name in another region',
      { ...alarm('prod-ErrorsAlarm-1A2B3C4D5E6F'), region: 'eu-west-1' },
    ],
    ['one without a metric', alarm('everything', [])],
    [
      'one that watches something else as well',
      alarm('mine', [...watching('SovereignOps', { service: 'executor' }), ...theirs]),
    ],
  ])('is not %s', (_what, one) => expect(isAboutUs(one, stack)).toBe(false));

  it.each(['prod', 'arn:aws:cloudformation:eu-central-1:1234:stack/prod/1', 'arn:aws:s3:::stack/prod/1'])(
    'is known by the ARN of a stack only, not by %s',
    (text) => expect(StackArn.safeParse(text).error?.issues[0]?.message).toBe('expected the ARN of a stack'),
  );
});
