import * as z from 'zod';
import { incidentRow, type Open, openApprovalId } from '../../../core/approval/incident-row.ts';
import { Review } from '../../../core/approval/review.ts';
import { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import { statuses, type Status, terminal } from '../../../core/incident/lifecycle.ts';
import type { Item, Key, Table } from '../../../core/incident/table.ts';
import { readApproval } from '../read-approval.ts';
import { data, type OperationDeps, operation } from './operation.ts';
import { mayRead } from '../../../core/policy/may-read.ts';

/** The newest of each status: whoever has more open incidents than this at once reads the log, not a list. */
const newest = { open: 25, over: 10 } as const;
/** DynamoDB's limit of one request. */
const batch = 100;

const Body = z.strictObject({ status: z.enum(['open', ...statuses]).optional() });

const asked = (status: z.infer<typeof Body>['status']): readonly Status[] => {
  if (status === undefined) return statuses;
  return status === 'open' ? statuses.filter((one) => !terminal.has(one)) : [status];
};

const limitOf = (status: Status): number => (terminal.has(status) ? newest.over : newest.open);

/** Each key once: an incident that moves on between two queries is found in both. */
const once = (found: readonly Key[]): Key[] => [...new Map(found.map((key) => [key.pk, key])).values()];

const readAll = async (table: Table, wanted: readonly Key[]): Promise<(Item | undefined)[]> => {
  const parts = Array.from({ length: Math.ceil(wanted.length / batch) }, (_, n) =>
    wanted.slice(n * batch, (n + 1) * batch),
  );
  return (await Promise.all(parts.map((part) => table.getAll(part)))).flat();
};

/** The newest incidents of these statuses, the last one that moved first; `more` when a status has more than were read. */
export const recentIncidents = async (
  { table, log }: Pick<OperationDeps, 'table' | 'log'>,
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

const reviewKeys = ({ approvalId, rollbackApprovalId }: Incident): Key[] =>
  [approvalId, rollbackApprovalId].flatMap((id) => (id === undefined ? [] : [keys.review(id)]));

const readReviews = async (table: Table, incidents: readonly Incident[]): Promise<Map<string, Review>> => {
  const items = await readAll(table, once(incidents.flatMap(reviewKeys)));
  const reviews = items.flatMap((item) => {
    const parsed = Review.safeParse(item);
    return item !== undefined && parsed.success ? [[item.pk, parsed.data] as const] : [];
  });
  return new Map(reviews);
};

const openRequest = async (table: Table, incident: Incident): Promise<Open | undefined> => {
  const id = openApprovalId(incident);
  return id === undefined ? undefined : readApproval(table, id);
};

/** Open and recent incidents, the last one that moved first, each with who is asked and until when. */
export const list = operation(Body, async (deps, who, { status }) => {
  const { table, policy } = deps;
  const now = deps.now();
  const { incidents, more } = await recentIncidents(deps, asked(status));
  const shown = incidents.filter((incident) => mayRead(policy, who, incident.resource));
  const [reviews, open] = await Promise.all([
    readReviews(table, shown),
    Promise.all(shown.map((incident) => openRequest(table, incident))),
  ]);
  const rows = shown.map((incident, n) => {
    const looked = reviewKeys(incident).flatMap(({ pk }) => reviews.get(pk) ?? []);
    return incidentRow(incident, open[n], looked, now);
  });
  return data({ now: now.toISOString(), language: who.person.language, incidents: rows, more });
});
