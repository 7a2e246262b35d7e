import { CloudWatchClient, CloudWatchServiceException, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchAlarms } from '../../../core/aws/alarms.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const cloudWatch = mockedClient(CloudWatchClient);
const reader = cloudWatchAlarms(new CloudWatchClient({ region: 'eu-central-1' }));
beforeEach(() => cloudWatch.reset());

const name = 'checkout-payments-api-oomkilled';

describe('alarm state from CloudWatch', () => {
  it('asks for the one alarm in both types', async () => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({});
    await reader.state(name);
    expect(cloudWatch.calls().map((call) => call.args[0].input)).toEqual([
      { AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    ]);
  });

  it.each([
    ['a metric alarm', { MetricAlarms: [{ AlarmName: name, StateValue: 'ALARM' }] }, 'ALARM'],
    ['a composite alarm', { CompositeAlarms: [{ AlarmName: name, StateValue: 'OK' }] }, 'OK'],
    ['no data', { MetricAlarms: [{ AlarmName: name, StateValue: 'INSUFFICIENT_DATA' }] }, 'INSUFFICIENT_DATA'],
    ['no alarm', {}, 'missing'],
    ['an alarm of another name', { MetricAlarms: [{ AlarmName: `${name}-2`, StateValue: 'OK' }] }, 'missing'],
    ['a state that does not exist', { MetricAlarms: [{ AlarmName: name, StateValue: 'FINE' }] }, 'missing'],
  ])('reads %s', async (_what, answer, state) => {
    // The type of the answer knows only the states of today.
    cloudWatch.on(DescribeAlarmsCommand).callsFake(() => answer);
    expect(await reader.state(name)).toBe(state);
  });

  it.each([
    ['AccessDeniedException', 'NotPermitted'],
    ['ThrottlingException', 'ServiceUnavailable'],
    ['InvalidNextToken', 'ServiceRefused'],
  ])('translates %s', async (error, translated) => {
    cloudWatch
      .on(DescribeAlarmsCommand)
      .rejects(new CloudWatchServiceException({ name: error, $fault: 'client', message: '', $metadata: {} }));
    await expect(reader.state(name)).rejects.toMatchObject({ name: translated });
  });
});
