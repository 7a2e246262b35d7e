import * as z from 'zod';
import { keys, prefixes } from '../../../core/incident/keys.ts';
import { JournalEntry } from '../../../core/remediation/journal.ts';
import { incidentId } from './fields.ts';
import { data, noIncident, operation } from './operation.ts';
import { visibleIncident } from '../../../core/approval/visible-incident.ts';

/** Every call that was made for an incident: what was there before, and what was seen after it. */
export const journal = operation(z.strictObject({ incidentId }), async (deps, who, { incidentId: id }) => {
  if ((await visibleIncident(deps, who, id)) === undefined) return noIncident();
  const items = await deps.table.list(keys.execution(id).pk, prefixes.step);
  const entries = items
    .map((item) => JournalEntry.parse(item['body']))
    .toSorted((a, b) => Date.parse(a.executedAt) - Date.parse(b.executedAt));
  return data({ incidentId: id, entries });
});
