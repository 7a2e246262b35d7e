import type { Incident } from '../incident/incident.ts';
import { hasState } from '../incident/alarm.ts';
import type { Fact, Finding } from './facts.ts';

/** Alarms whose metric counts one kind of event: that it fired says that the event happened. */
const countedEvents: readonly { metric: RegExp; fact: Fact }[] = [
  { metric: /terminated_reason_oom_killed$/, fact: 'oom_kill_alarm' },
];

/** What the alarm itself says. It is always there, whatever else could not be read. */
export const alarmFinding = ({ alarm, resource }: Pick<Incident, 'alarm' | 'resource'>): Finding => {
  const counted = countedEvents.find(({ metric }) =>
    alarm.metrics.some(({ name }) => name !== undefined && metric.test(name)),
  );
  const isThreat = alarm.kind === 'guardduty';
  const fact: Fact = isThreat
    ? 'guardduty_finding'
    : alarm.state === 'OK'
      ? 'alarm_ok'
      : (counted?.fact ?? 'alarm_fired');
  return {
    fact,
    summary: hasState(alarm)
      ? `alarm ${alarm.name} is ${alarm.state}: ${alarm.reason}`
      : `${alarm.name}: ${alarm.reason}`,
    resource,
    time: alarm.at,
    data: { alarm: alarm.name, state: alarm.state },
  };
};
