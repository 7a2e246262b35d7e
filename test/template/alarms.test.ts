import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isPreset } from './alarm-intake.ts';
import { concrete } from './concrete.ts';
import { type Proof, proves } from './proof.ts';
import { everyValue, functionNames, ofType, pascal, refersTo, resource, root } from './template.ts';

const type = 'AWS::CloudWatch::Alarm';

const heard: Proof = {
  promise:
    'every alarm says what no data means and calls somebody; those about ourselves the operations topic, with what to do',
  broken: (template) =>
    ofType(type, template).flatMap((alarm) => {
      const { TreatMissingData, AlarmActions, AlarmDescription, ActionsEnabled } = alarm.Properties;
      const said = String(concrete(AlarmDescription, {}, template));
      const called = everyValue(AlarmActions).flatMap((action) => refersTo(action) ?? []);
      const ours = called.length === 1 && called[0] === 'OpsTopic';
      return [
        ...(TreatMissingData === undefined ? [`${alarm.id} does not say what no data means`] : []),
        ...(ours || isPreset(alarm) ? [] : [`${alarm.id} calls ${called.join(', ') || 'nobody'}`]),
        ...(ActionsEnabled === false ? [`${alarm.id} is muted`] : []),
        ...(ours && !said.includes('docs/alarms.md') ? [`${alarm.id} does not say what to do`] : []),
        ...(isPreset(alarm) === alarm.id.startsWith('Preset') ? [] : [`${alarm.id} is named as what it is not`]),
        ...(isPreset(alarm) === alarm.id.endsWith('Alarm')
          ? [`${alarm.id} is told from others by the end of its name`]
          : []),
      ];
    }),
};
const properties = '/Resources/AuditorBehindAlarm/Properties';

proves(
  heard,
  {
    fault: 'one that does not say what no data means',
    patch: [{ op: 'remove', path: '/Resources/PresetHighLatency/Properties/TreatMissingData' }],
    said: 'PresetHighLatency does not say what no data means',
  },
  {
    fault: 'one without an action',
    patch: [{ op: 'remove', path: `${properties}/AlarmActions` }],
    said: 'calls nobody',
  },
  {
    fault: 'one about ourselves that is taken as an incident',
    patch: [{ op: 'replace', path: `${properties}/AlarmActions`, value: [{ Ref: 'AlarmHandlerFunctionAliaslive' }] }],
    said: 'AuditorBehindAlarm is named as what it is not',
  },
  {
    fault: 'one that goes to the topic of workloads',
    patch: [{ op: 'replace', path: `${properties}/AlarmActions`, value: [{ Ref: 'AlarmTopic' }] }],
    said: 'calls AlarmTopic',
  },
  {
    fault: 'one that is muted',
    patch: [{ op: 'add', path: `${properties}/ActionsEnabled`, value: false }],
    said: 'is muted',
  },
  {
    fault: 'one that leaves its reader alone',
    patch: [{ op: 'replace', path: `${properties}/AlarmDescription`, value: 'The auditor is behind.' }],
    said: 'does not say what to do',
  },
);

/** The metrics that are summed up by an alarm on an expression, and whose they are. */
const summed = (id: string) => everyValue(resource(id).Properties['Metrics']).flatMap((value) => refersTo(value) ?? []);

describe('alarms about ourselves', () => {
  it('each have a row in docs/alarms.md; failure queues share one', () => {
    const page = readFileSync(`${root}docs/alarms.md`, 'utf8');
    const own = ofType(type).filter((one) => !isPreset(one) && !one.id.endsWith('FailuresAlarm'));
    for (const { id } of own) expect(page).toContain(`\`${id.replace(/Alarm$/, '')}\``);
  });

  it.each(['FunctionErrorsAlarm', 'FunctionThrottlesAlarm'])(
    '%s counts every function but that for agents, which has its own',
    (id) => {
      const others = functionNames.filter((name) => name !== 'mcp');
      expect(summed(id)).toEqual(others.map((name) => `${pascal(name)}Function`));
      expect(summed('McpFailingAlarm')).toEqual(['McpFunction', 'McpFunction']);
    },
  );

  it.each(['TimekeeperSilentAlarm', 'HeadNotSignedAlarm'])('%s sees silence: no data is the alarm', (id) => {
    expect(resource(id).Properties).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    });
  });

  // These functions count what a person must see and end well: no error, no dead letter, nothing else would tell.
  it.each([
    ['DeadlinesFailed', 'timekeeper'],
    ['ApprovalExpired', 'timekeeper'],
    ['ApproversNotReached', 'notifier'],
    ['NoticesGathered', 'notifier'],
    ['BreakGlassUsed', 'approval-api'],
    ['ImmutableItemChanged', 'auditor'],
    ['AuditConflict', 'auditor'],
    ['ExecutionRefused_audit-lag', 'executor'],
    ['ExecutionRefused_proof', 'executor'],
    ['ModelOverBudget', 'analyzer'],
    ['ModelCannotBeAsked', 'analyzer'],
    ['InjectionsFound', 'analyzer'],
  ])('see the first %s, which the %s counts', (MetricName, service) => {
    expect(ofType(type).filter(({ Properties }) => Properties['MetricName'] === MetricName)).toMatchObject([
      {
        Properties: {
          Namespace: 'SovereignOps',
          Dimensions: [{ Name: 'service', Value: service }],
          Statistic: 'Sum',
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
        },
      },
    ]);
  });

  it('see a circuit when it opens, when it refuses, and the global one for as long as it is open', () => {
    const { Metrics, Threshold } = resource('CircuitOpenAlarm').Properties;
    expect(Metrics).toMatchObject([
      { Expression: 'SUM(METRICS())' },
      { MetricStat: { Metric: { MetricName: 'GlobalCircuitOpen' }, Stat: 'Maximum' } },
      ...['executor', 'validator', 'timekeeper'].map((Value) => ({
        MetricStat: { Metric: { MetricName: 'CircuitOpened', Dimensions: [{ Value }] } },
      })),
      { MetricStat: { Metric: { MetricName: 'ExecutionRefused_circuit' } } },
    ]);
    expect(Threshold).toBe(0);
  });

  it('see that people decide faster than they can read, of five decisions or more', () => {
    const { Metrics, Threshold } = resource('QuickDecisionsAlarm').Properties;
    expect(Metrics).toMatchObject([
      { Expression: 'IF(decided >= 5, quick / decided, 0)' },
      { Id: 'quick', MetricStat: { Metric: { MetricName: 'DecidedWithin5Seconds' }, Stat: 'Sum', Period: 86_400 } },
      { Id: 'decided', MetricStat: { Metric: { MetricName: 'DecidedWithin5Seconds' }, Stat: 'SampleCount' } },
    ]);
    expect(Threshold).toBe(0.5);
  });

  it('see a model that costs more than the parameter says', () => {
    expect(resource('ModelSpendAlarm').Properties).toMatchObject({
      MetricName: 'ModelSpendUsd',
      Dimensions: [{ Name: 'service', Value: 'analyzer' }],
      Statistic: 'Sum',
      Threshold: { Ref: 'ModelSpendAlarmUsd' },
    });
  });

  it('see an auditor that falls behind, a Pipe that fails, a table that is throttled and an API that fails', () => {
    expect(resource('AuditorBehindAlarm').Properties).toMatchObject({ MetricName: 'IteratorAge' });
    expect(JSON.stringify(resource('StepPipeFailingAlarm').Properties)).toContain('ExecutionThrottled');
    expect(new Set(summed('TableFailingAlarm'))).toEqual(new Set(['Table']));
    // The API has the name of the stack, as the SAM transform gives it.
    expect(resource('ApprovalApi').Properties['Body']).toMatchObject({ info: { title: { Ref: 'AWS::StackName' } } });
    expect(resource('ApprovalApiFailingAlarm').Properties).toMatchObject({
      MetricName: '5XXError',
      Dimensions: [
        { Name: 'ApiName', Value: { Ref: 'AWS::StackName' } },
        { Name: 'Stage', Value: 'live' },
      ],
    });
  });
});
