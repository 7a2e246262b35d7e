import { describe, expect, it } from 'vitest';
import { readTemplate } from '../../../../local/template/read.ts';
import { fixture, fixtureWith } from '../fixture.ts';

const functionOf = (text: string, name: string, parameters = {}) => {
  const found = readTemplate(text, { parameters }).functions.find((model) => model.name === name);
  if (found === undefined) throw new Error(`no function ${name}`);
  return found;
};

describe('read the template', () => {
  it('names functions by their folder and leaves out what its condition does not create', () => {
    const names = readTemplate(fixture).functions.map(({ name }) => name);
    expect(names).toEqual(['alarm-handler', 'analyzer', 'timekeeper', 'auditor']);
  });

  it('merges the global environment and makes every value a text', () => {
    expect(functionOf(fixture, 'alarm-handler').environment).toEqual({
      TABLE_NAME: 'Table',
      POLICY_DIR: '/opt/other',
      PORT: '8080',
    });
  });

  it('works out intrinsic functions into local names', () => {
    expect(functionOf(fixture, 'analyzer').environment).toEqual({
      TABLE_NAME: 'Table',
      POLICY_DIR: '/opt/policy',
      NOTICE_TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:Topic',
      SWITCH_PATH: '/sovereign-ops/local',
      WHERE: 'eu-central-1/two/x${B}',
    });
    expect(functionOf(fixture, 'analyzer', { ModelId: 'some.model' }).environment['MODEL_ID']).toBe('some.model');
  });

  it('takes retries and failure queue from the function, else from the globals', () => {
    expect(functionOf(fixture, 'alarm-handler')).toMatchObject({
      retries: 2,
      queue: 'FailedSteps',
      maxAgeSeconds: 3600,
    });
    expect(functionOf(fixture, 'analyzer')).toMatchObject({ retries: 1, queue: 'FailedSteps', maxAgeSeconds: 3600 });
  });

  it('reads rules with their bus, schedules in seconds and nothing that is switched off', () => {
    expect(functionOf(fixture, 'alarm-handler').rules).toEqual([
      {
        name: 'Alarm',
        bus: 'default',
        pattern: { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] },
      },
    ]);
    const analyzer = functionOf(fixture, 'analyzer');
    expect(analyzer.rules.map(({ bus }) => bus)).toEqual(['Bus']);
    expect(analyzer.schedules).toEqual([]);
    expect(functionOf(fixture, 'timekeeper').schedules).toEqual([
      { name: 'EveryMinute', queue: 'FailedRecords', everySeconds: 60 },
    ]);
    expect(functionOf(fixture, 'auditor').schedules).toEqual([
      { name: 'Head', everySeconds: 3600, input: '{"kind": "head"}' },
    ]);
  });

  it('reads how a function reads the stream', () => {
    expect(functionOf(fixture, 'auditor').streams).toEqual([
      {
        name: 'Records',
        filters: [
          { dynamodb: { Keys: { sk: { S: [{ prefix: 'T#' }] } } } },
          { dynamodb: { Keys: { pk: { S: [{ prefix: 'AUDIT#' }] } } } },
        ],
        retries: 2,
        bisect: true,
        batchSize: 4,
        queue: 'FailedRecords',
        reportsItems: true,
      },
    ]);
  });

  it('reads the Pipe and the table', () => {
    const { pipe, table } = readTemplate(fixture);
    expect(pipe).toMatchObject({ bus: 'Bus', source: 'sovereign-ops', detailType: 'Transition', retries: 5 });
    expect(pipe.filters).toHaveLength(1);
    expect(table.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['by-status']);
  });

  it.each([
    [
      'a stream that is repeated for ever',
      'MaximumRetryAttempts: 2\n            Bisect',
      'Bisect',
      /AuditorFunction, event Records[^]*MaximumRetryAttempts/,
    ],
    ['a Pipe that is repeated for ever', 'MaximumRetryAttempts: 5', 'X: 1', /Pipe[^]*MaximumRetryAttempts/],
    ['a filter that is no JSON', '{"eventName": ["INSERT"]', '{eventName: ["INSERT"]', /expected a JSON event pattern/],
    ['a schedule that is no rate', 'rate(1 minute)', 'cron(0 * * * ? *)', /expected rate/],
    ['a name that does not exist', '!GetAtt FailedSteps.Arn', '!GetAtt Missing.Arn', /Missing.Arn: no such resource/],
    ['a function it does not know', '!Ref Topic\n          SWITCH', '!Transform x\n          SWITCH', /Fn::Transform/],
    [
      'a parameter without a value',
      '!Ref Topic\n          SWITCH',
      '!Ref ApprovalBaseUrl\n          SWITCH',
      /ApprovalBaseUrl has no default/,
    ],
    ['a rule that changes its event', 'EventBusName: !Ref Bus', 'InputPath: $.detail', /InputPath/],
    ['a condition that does not exist', 'Condition: Never', 'Condition: Nowhere', /no condition Nowhere/],
    ['text that is no YAML', 'Resources:', 'Resources: [', /not a template/],
  ])('refuses %s', (_what, from, to, message) => {
    expect(() => readTemplate(fixtureWith(from, to))).toThrow(message);
  });

  it('refuses a parameter that the template does not have', () => {
    expect(() => readTemplate(fixture, { parameters: { Typo: 'x' } })).toThrow(/no parameter Typo/);
  });
});
