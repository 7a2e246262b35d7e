import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { everyValue, functionNames, ofType, pascal, refersTo, resource } from './template.ts';

const alarms = ofType('AWS::CloudWatch::Alarm');

describe('alarms about ourselves', () => {
  it.each(ofType('AWS::SQS::Queue').map(({ id }) => id))('%s has an alarm for the first message', (queue) => {
    const own = alarms.filter(({ Properties }) =>
      everyValue(Properties['Dimensions']).some((value) => refersTo(value) === queue),
    );
    expect(own).toMatchObject([
      {
        Properties: {
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
        },
      },
    ]);
  });

  it('all go to the ops topic and say what to do', () => {
    for (const { id, Properties } of alarms) {
      expect(Properties['AlarmActions'], id).toEqual([{ Ref: 'OpsTopic' }]);
      expect(Properties['AlarmDescription'], id).toMatch(/docs\/operations\.md/);
    }
  });

  it('count the errors of every function', () => {
    const watched = everyValue(resource('FunctionErrorsAlarm').Properties['Metrics']).flatMap(
      (value) => refersTo(value) ?? [],
    );
    expect(watched).toEqual(functionNames.map((name) => `${pascal(name)}Function`));
  });

  it('see a timekeeper that is silent: no data is the alarm', () => {
    expect(resource('TimekeeperSilentAlarm').Properties).toMatchObject({
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  // These functions count what a person must see and end well: no error, no dead letter, nothing else would tell.
  it.each([
    ['DeadlinesFailed', 'timekeeper', 'handler.ts'],
    ['ApproversNotReached', 'notifier', 'tell.ts'],
    ['ApproversNotReached', 'notifier', 'send-links.ts'],
    ['ImmutableItemChanged', 'auditor', 'handler.ts'],
    ['AuditConflict', 'auditor', 'handler.ts'],
    ['ModelOverBudget', 'analyzer', 'report.ts'],
    ['ModelCannotBeAsked', 'analyzer', 'report.ts'],
    ['InjectionsFound', 'analyzer', 'report.ts'],
  ])('see %s, which the %s counts', (MetricName, service, file) => {
    expect(readFileSync(`functions/${service}/${file}`, 'utf8')).toContain(`meter.count('${MetricName}'`);
    expect(alarms.filter(({ Properties }) => Properties['MetricName'] === MetricName)).toMatchObject([
      {
        Properties: {
          Namespace: 'SovereignOps',
          Dimensions: [{ Name: 'service', Value: service }],
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
        },
      },
    ]);
  });

  it('see that people decide faster than they can read, of five decisions or more', () => {
    expect(readFileSync('functions/approval-api/decision.ts', 'utf8')).toContain("meter.count('DecidedWithin5Seconds'");
    const { Metrics, Threshold } = resource('QuickDecisionsAlarm').Properties;
    expect(Metrics).toMatchObject([
      { Expression: 'IF(decided >= 5, quick / decided, 0)' },
      { Id: 'quick', MetricStat: { Metric: { MetricName: 'DecidedWithin5Seconds' }, Stat: 'Sum', Period: 86_400 } },
      { Id: 'decided', MetricStat: { Metric: { MetricName: 'DecidedWithin5Seconds' }, Stat: 'SampleCount' } },
    ]);
    expect(Threshold).toBe(0.5);
  });

  it('see a model that costs more than the parameter says', () => {
    expect(readFileSync('functions/analyzer/report.ts', 'utf8')).toContain("meter.count('ModelSpendUsd'");
    expect(resource('ModelSpendAlarm').Properties).toMatchObject({
      MetricName: 'ModelSpendUsd',
      Dimensions: [{ Name: 'service', Value: 'analyzer' }],
      Statistic: 'Sum',
      Threshold: { Ref: 'ModelSpendAlarmUsd' },
    });
  });

  it('see an auditor that falls behind and a Pipe that fails', () => {
    expect(resource('AuditorBehindAlarm').Properties).toMatchObject({ MetricName: 'IteratorAge' });
    expect(JSON.stringify(resource('StepPipeFailingAlarm').Properties)).toContain('ExecutionThrottled');
  });
});

describe('failure queues', () => {
  it('keep messages as long as SQS can, and are open to EventBridge and SNS of this account', () => {
    for (const queue of ofType('AWS::SQS::Queue'))
      expect(queue.Properties['MessageRetentionPeriod'], queue.id).toBe(1_209_600);
    const { Properties } = resource('FailureQueuesPolicy');
    expect(
      everyValue(Properties['Queues'])
        .flatMap((value) => refersTo(value) ?? [])
        .toSorted(),
    ).toEqual(
      ofType('AWS::SQS::Queue')
        .map(({ id }) => id)
        .toSorted(),
    );
  });
});
