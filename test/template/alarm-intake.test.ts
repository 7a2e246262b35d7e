import { describe, expect, it } from 'vitest';
import { eventPattern } from '../../local/engine/pattern.ts';
import { model, refersTo, resource } from './template.ts';

describe('alarms', () => {
  const [rule] = model.functions.find(({ name }) => name === 'alarm-handler')?.rules ?? [];
  const alarm = (alarmName: string) => ({
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    detail: { alarmName },
  });

  it('start the alarm-handler from the default bus, except alarms about ourselves', () => {
    const matches = eventPattern(rule?.pattern);
    expect(rule?.bus).toBe('default');
    expect(matches(alarm('checkout-payments-api-oomkilled'))).toBe(true);
    expect(matches(alarm('local-NotifierFailuresAlarm-1A2B'))).toBe(false);
  });

  it('may call the alarm-handler directly, from this account only', () => {
    expect(resource('DirectAlarmPermission').Properties).toMatchObject({
      Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  it('may come through a topic', () => {
    expect(refersTo(resource('AlarmHandlerFunctionAlarmMessage').Properties['TopicArn'])).toBe('AlarmTopic');
  });
});
