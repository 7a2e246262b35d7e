import { normalizeAlarms } from '../../core/incident/normalize/normalize.ts';
import { isLogsEvent } from '../../functions/alarm-handler/unpack.ts';

/** What came in, for a terminal: an alarm fires; agents, GuardDuty and bills only tell of something. `name` is what the story calls it. */
export const firedLine = (name: string, event: object): string => {
  if (isLogsEvent(event)) return `agents tell of ${name}`;
  const [first] = normalizeAlarms(event);
  switch (first?.kind === 'alarm' ? first.alarm.kind : undefined) {
    case 'guardduty':
      return `GuardDuty tells of ${name}`;
    case 'budget':
    case 'cost-anomaly':
      return `AWS tells of spending: ${name}`;
    default:
      return `alarm ${name} fires`;
  }
};
