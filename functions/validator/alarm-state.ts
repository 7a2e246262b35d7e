import * as z from 'zod';
import type { AlarmReader } from '../../core/evidence/ports.ts';
import { hasState } from '../../core/incident/alarm.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import type { Table } from '../../core/incident/table.ts';

type State = Awaited<ReturnType<AlarmReader['state']>>;

/** A line of the timeline has its time in its body, an alarm that joined in the item. */
const Seen = z.union([
  z.object({ body: z.object({ at: z.iso.datetime() }) }).transform(({ body }) => body.at),
  z.object({ at: z.iso.datetime() }).transform(({ at }) => at),
]);

/**
 * The state of what an incident was opened for. A finding has none: it is `ALARM` where the incident had another since
 * `since`, and `OK` where it was quiet. That agents still report is for a metric of the expected state to say. Throws for an item
 * that says no time: it may be the one that matters.
 */
export const alarmState = async (
  { table, alarms }: { table: Pick<Table, 'list'>; alarms: AlarmReader },
  { id, alarm }: Pick<Incident, 'id' | 'alarm'>,
  name: string,
  since: Date,
): Promise<State> => {
  if (hasState(alarm)) return alarms.state(name);
  const items = await table.list(keys.correlated(id, '').pk);
  const from = since.toISOString();
  return items.some((item) => Seen.parse(item) >= from) ? 'ALARM' : 'OK';
};
