import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import * as z from 'zod';
import type { AlarmReader } from '../evidence/ports.ts';
import { calling } from './errors.ts';

const State = z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']);

/**
 * The state of an alarm of either type now. `missing` when there is none of exactly this name, also when its state is a
 * word we do not know. Throws `ServiceRefused`, `NotPermitted` or `ServiceUnavailable`.
 */
export const cloudWatchAlarms = (client: Pick<CloudWatchClient, 'send'>): AlarmReader => ({
  state: async (alarmName) => {
    // Without AlarmTypes only metric alarms are returned.
    const command = new DescribeAlarmsCommand({
      AlarmNames: [alarmName],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    });
    const { MetricAlarms = [], CompositeAlarms = [] } = await calling('cloudwatch DescribeAlarms', () =>
      client.send(command),
    );
    const alarm = [...MetricAlarms, ...CompositeAlarms].find((found) => found.AlarmName === alarmName);
    const state = State.safeParse(alarm?.StateValue);
    return state.success ? state.data : 'missing';
  },
});
