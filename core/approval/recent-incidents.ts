import { Incident } from '../incident/incident.ts';
import { statuses, type Status, terminal } from '../incident/lifecycle.ts';
import type { Item, Key, Table } from '../incident/table.ts';

type RecentDeps = { table: Table; log: { warn(message: string, data: Record<string, unknown>): void } };

/** The newest of each status: whoever has more open incidents than this at once reads the log, not a list. */
const newest = { open: 25, over: 10 } as const;
/** DynamoDB's limit of one request. */
const batch = 100;

const limitOf = (status: Status): number => (terminal.has(status) ? newest.over : newest.open);

/** Each key once: an incident that moves on between two queries is found in both. */
export const once = (found: readonly Key[]): Key[] => [...new Map(found.map((key) => [key.pk, key])).values()];

export const readAll = async (table: Table, wanted: readonly Key[]): Promise<(Item | undefined)[]> => {
  const parts = Array.from({ length: Math.ceil(wanted.length / batch) }, (_, n) =>
    wanted.slice(n * batch, (n + 1) * batch),
  );
  return (await Promise.all(parts.map((part) => table.getAll(part)))).flat();
};

/** The newest incidents of these statuses, the last one that moved first; `more` when a status has more than were read. */
export const recentIncidents = async (
  { table, log }: RecentDeps,
  wanted: readonly Status[] = statuses,
): Promise<{ incidents: Incident[]; more: boolean }> => {
  const found = await Promise.all(
    wanted.map(async (status) => {
      const keysOf = await table.byStatus(status, limitOf(status));
      return { keysOf, full: keysOf.length === limitOf(status) };
    }),
  );
  const items = await readAll(table, once(found.flatMap(({ keysOf }) => keysOf)));
  const incidents = items.flatMap((item) => {
    if (item === undefined) return [];
    const parsed = Incident.safeParse(item);
    if (!parsed.success) log.warn('an incident cannot be read', { key: item.pk });
    return parsed.success ? [parsed.data] : [];
  });
  return {
    incidents: incidents.toSorted((a, b) => b.changedAt.localeCompare(a.changedAt)),
    more: found.some(({ full }) => full),
  };
};
