import * as z from 'zod';
import { statuses } from '../incident/lifecycle.ts';
import type { Table, Write } from '../incident/table.ts';
import type { Meter } from './effects.ts';

const Moved = z.object({
  sk: z.string().startsWith('T#'),
  from: z.enum(statuses).nullable(),
  to: z.enum(statuses),
  at: z.string(),
});
const Circuit = z.object({ pk: z.string().startsWith('CIRCUIT#'), open: z.literal(true), openedAt: z.string() });

const itemOf = (write: Write): unknown => ('item' in write ? write.item : undefined);

/** What the writes of one step are counted as: the status that was entered, and a circuit that this step opened. */
const namesOf = (writes: readonly Write[]): string[] => {
  const items = writes.map(itemOf);
  const steps = items.flatMap((item) => Moved.safeParse(item).data ?? []);
  const circuits = items.flatMap((item) => Circuit.safeParse(item).data ?? []);
  return [
    // A step that is started again enters nothing.
    ...steps.filter(({ from, to }) => from !== to).map(({ to }) => `Incident_${to}`),
    // One that was open before keeps the time at which it was opened.
    ...circuits.filter(({ openedAt }) => steps.some(({ at }) => at === openedAt)).map(() => 'CircuitOpened'),
  ];
};

/**
 * The table, counting what it commits: `Incident_<status>` for each status that an incident enters, `CircuitOpened` for
 * each circuit. A step is one transaction, so that none is counted twice and none is forgotten.
 */
export const countingSteps = (table: Table, meter: Pick<Meter, 'count'>): Table => ({
  ...table,
  transact: async (writes) => {
    const result = await table.transact(writes);
    if (result.kind === 'committed') for (const name of namesOf(writes)) meter.count(name);
    return result;
  },
});
