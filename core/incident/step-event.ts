import * as z from 'zod';
import { Incident } from './incident.ts';
import { actors, statuses } from './lifecycle.ts';
import { readIncident } from './step.ts';
import type { Table } from './table.ts';

/** What the Pipe puts on the bus for an inserted `T#` item: ids only. The numbers arrive as DynamoDB's decimal text. */
export const StepEvent = z.object({
  source: z.literal('sovereign-ops'),
  'detail-type': z.literal('Transition'),
  detail: z.object({
    incidentId: Incident.shape.id.max(64),
    seq: z.coerce.number().int().positive(),
    from: z.enum(statuses).or(z.literal('')).nullish(),
    to: z.enum(statuses),
    /** Rules tell by it who started a step again. */
    by: z.enum(actors).optional(),
  }),
});
export type StepEvent = z.infer<typeof StepEvent>;

/**
 * The incident a step event speaks of, or `stale` when it has moved on since: a duplicate, a replay, a late delivery.
 * Throws for an event that is none and for an incident that does not exist, so that both end in the dead-letter queue.
 */
export const incidentOf = async (
  table: Table,
  event: unknown,
): Promise<{ kind: 'current'; incident: Incident } | { kind: 'stale'; incidentId: string }> => {
  const { detail } = StepEvent.parse(event);
  const incident = await readIncident(table, detail.incidentId);
  if (incident === undefined) throw new Error(`no incident ${detail.incidentId} in the table`);
  return incident.status === detail.to ? { kind: 'current', incident } : { kind: 'stale', incidentId: incident.id };
};
