import { type CloudWatchClient, DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import type { AlarmHistoryReader } from '../evidence/sources.ts';
import { pagesOf } from './pages.ts';

/** 300 changes of state: an alarm that flaps every five minutes for a day has as many. */
const bounds = { pages: 3, ms: 10_000 };
const pageSize = 100;

/**
 * The changes of state of an alarm of either type, the newest first. Throws `ServiceRefused`, `NotPermitted` or
 * `ServiceUnavailable`.
 */
export const cloudWatchAlarmHistory = (client: Pick<CloudWatchClient, 'send'>): AlarmHistoryReader => ({
  stateChanges: async (alarmName, { from, to }) => {
    const call = 'cloudwatch DescribeAlarmHistory';
    const { items, complete } = await pagesOf(call, bounds, async (next, abortSignal) => {
      const command = new DescribeAlarmHistoryCommand({
        AlarmName: alarmName,
        // Without AlarmTypes only metric alarms are returned.
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        HistoryItemType: 'StateUpdate',
        StartDate: from,
        EndDate: to,
        MaxRecords: pageSize,
        ScanBy: 'TimestampDescending',
        ...(next === undefined ? {} : { NextToken: next }),
      });
      const { AlarmHistoryItems = [], NextToken } = await client.send(command, { abortSignal });
      return { items: AlarmHistoryItems, next: NextToken };
    });
    return {
      found: { 'cloudwatch:DescribeAlarmHistory': { AlarmHistoryItems: items } },
      gaps: complete ? [] : [`alarm history: only the last ${items.length} changes of state were read`],
    };
  },
});
