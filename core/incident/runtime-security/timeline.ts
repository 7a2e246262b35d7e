import { keys, prefixes } from '../keys.ts';
import type { Table } from '../table.ts';
import { RuntimeFinding } from './finding.ts';

/** The timeline of an incident as it was kept: by time. Empty where it is not about what agents saw. */
export const timelineOf = (table: Pick<Table, 'list'>) => ({
  findings: async (incidentId: string): Promise<RuntimeFinding[]> => {
    const items = await table.list(keys.correlated(incidentId, '').pk, prefixes.finding);
    return items.map(({ body }) => RuntimeFinding.parse(body));
  },
});
