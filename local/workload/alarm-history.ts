import type { AlarmHistoryReader } from '../../core/evidence/sources.ts';
import type { Subject } from './world.ts';

const minuteMs = 60_000;

/** The history that CloudWatch keeps of the alarms of these subjects, as if each were looked at once a minute. */
export const simulatedAlarmHistory = (subjects: readonly Subject[]): AlarmHistoryReader => ({
  async stateChanges(name, { from, to }) {
    const subject = subjects.find(({ alarm }) => alarm.name === name);
    const items: { AlarmName: string; Timestamp: Date; HistoryItemType: string; HistorySummary: string }[] = [];
    let state = subject?.alarmAt(from);
    for (let at = from.getTime() + minuteMs; subject !== undefined && at <= to.getTime(); at += minuteMs) {
      const next = subject.alarmAt(new Date(at));
      if (next !== state) {
        items.unshift({
          AlarmName: name,
          Timestamp: new Date(at),
          HistoryItemType: 'StateUpdate',
          HistorySummary: `Alarm updated from ${state} to ${next}`,
        });
      }
      state = next;
    }
    return { found: { 'cloudwatch:DescribeAlarmHistory': { AlarmHistoryItems: items } }, gaps: [] };
  },
});
