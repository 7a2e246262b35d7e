import * as z from 'zod';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import type { Item, Table } from '../../core/incident/table.ts';
import { PastIncident } from '../../core/knowledge/past-incident.ts';
import type { Remembered } from '../../core/knowledge/similar.ts';

/** So many of the newest incidents of a runbook are compared: about 150 KB by one query. */
const mostRead = 100;

const Kept = z.object({ body: PastIncident, purgeAt: z.number() });

/** DynamoDB deletes an expired item within days, not at once. Source: DynamoDB developer guide, Time to Live. */
const isCurrent = ({ purgeAt }: Item, now: Date): boolean =>
  typeof purgeAt !== 'number' || purgeAt * 1000 > now.getTime();

/**
 * The newest closed incidents of the same runbook. Never throws: a memory that cannot be read is a gap, and the diagnosis
 * goes on without it.
 */
export const recall = async (
  { table, now }: { table: Pick<Table, 'newest'>; now: () => Date },
  { id, runbook }: Incident,
): Promise<{ past: PastIncident[] } & Pick<Remembered, 'gap'>> => {
  if (runbook === undefined) return { past: [] };
  let items: Item[];
  try {
    items = await table.newest(keys.learnt(runbook, id).pk, mostRead);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    return { past: [], gap: `similar incidents: could not be read (${name.slice(0, 60)})` };
  }
  const current = items.filter((item) => item.sk !== id && isCurrent(item, now()));
  const past = current.flatMap((item) => Kept.safeParse(item).data?.body ?? []);
  const unreadable = current.length - past.length;
  if (unreadable === 0) return { past };
  return { past, gap: `similar incidents: ${unreadable} of ${current.length} have an unknown form` };
};
