import { describe, expect, it } from 'vitest';
import { configurationOf, handedOver, nameOf, onTheBus } from './alarm-events.ts';
import { alarmHandler, isPreset, takenFromTheBus } from './alarm-intake.ts';
import { exists } from './concrete.ts';
import { newResource } from './planting.ts';
import { type Proof, proves } from './proof.ts';
import { ofType, refersTo, resource } from './template.ts';

const none = { description: 'somebody else', metrics: [] };

const neverIncidents: Proof = {
  promise: 'an alarm about ourselves is never taken as an incident, whichever way it comes',
  broken: async (template) => {
    const { handle, all } = alarmHandler(template);
    const said: string[] = [];
    for (const alarm of ofType('AWS::CloudWatch::Alarm', template).filter((one) => !isPreset(one))) {
      const configuration = configurationOf(alarm, {}, template);
      for (const state of ['ALARM', 'OK'] as const) {
        for (const delivered of [onTheBus, handedOver]) {
          const outcomes = await handle(delivered(nameOf(alarm), state, 13, configuration));
          if (outcomes[0]?.kind !== 'ignored' || !outcomes[0].reason.includes('about this system'))
            said.push(`${alarm.id} in ${state}: ${outcomes[0]?.kind}`);
        }
      }
    }
    if (all().length > 0) said.push(`${all().length} items were written`);
    return said;
  },
};

proves(
  neverIncidents,
  {
    fault: 'one whose logical id does not end in Alarm, on what is not ours',
    patch: [
      newResource('DnsBlocked', 'AWS::CloudWatch::Alarm', {
        AlarmDescription: 'Somebody asked for a name that is not ours',
        Namespace: 'AWS/Route53Resolver',
        MetricName: 'FirewallRuleQueryVolume',
        Statistic: 'Sum',
        Period: 60,
        AlarmActions: [{ Ref: 'OpsTopic' }],
      }),
    ],
    said: 'DnsBlocked in ALARM: opened',
  },
  {
    fault: 'an alarm-handler that is told of another stack',
    patch: [
      {
        op: 'replace',
        path: '/Resources/AlarmHandlerFunction/Properties/Environment/Variables/STACK_ID',
        value: { 'Fn::Sub': 'arn:aws:cloudformation:${AWS::Region}:${AWS::AccountId}:stack/other/1' },
      },
    ],
    said: 'FunctionThrottlesAlarm in ALARM: opened',
  },
);

const oneEvent: Proof = {
  promise: 'one change of an alarm is one event of the alarm-handler, and no alarm of others is left out',
  broken: (template) => {
    const taken = takenFromTheBus(template);
    const presets = ofType('AWS::CloudWatch::Alarm', template).filter(isPreset);
    // All begin with the name of the stack, as one does that was deployed to try this out.
    const others = [
      'sovereign-ops-checkout-errors',
      'sovereign-ops-demo-PresetHighCpu-1A2B3C4D5E6F',
      'sovereign-ops-demo-ErrorsAlarm-1A2B3C4D5E6F',
    ];
    return [
      ...presets.map(nameOf).flatMap((name) => (taken(onTheBus(name, 'ALARM', 13, none)) ? [`${name} twice`] : [])),
      ...others.flatMap((name) => (taken(onTheBus(name, 'ALARM', 13, none)) ? [] : [`${name} never`])),
    ];
  },
};
const pattern = '/Resources/AlarmHandlerFunctionAlarmChanged/Properties/EventPattern';

proves(
  oneEvent,
  {
    fault: 'a rule that also takes the presets',
    patch: [{ op: 'remove', path: `${pattern}/detail` }],
    said: 'sovereign-ops-PresetHighCpu-1A2B3C4D5E6F twice',
  },
  {
    fault: 'a rule that leaves out whatever begins with the name of the stack',
    patch: [
      {
        op: 'replace',
        path: `${pattern}/detail/alarmName/0/anything-but/prefix`,
        value: { 'Fn::Sub': '${AWS::StackName}-' },
      },
    ],
    said: 'sovereign-ops-checkout-errors never',
  },
);

describe('alarms', () => {
  it('may call the alarm-handler directly, from this account only', () => {
    expect(resource('DirectAlarmPermission').Properties).toMatchObject({
      Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  it('may come through a topic', () => {
    expect(refersTo(resource('AlarmHandlerFunctionAlarmMessage').Properties['TopicArn'])).toBe('AlarmTopic');
  });

  it('of presets are not there by default', () => {
    const presets = ofType('AWS::CloudWatch::Alarm').filter(isPreset);
    expect(presets.filter((one) => exists(one, {}))).toEqual([]);
    for (const { id } of presets) expect(id).toMatch(/^Preset/);
  });
});
