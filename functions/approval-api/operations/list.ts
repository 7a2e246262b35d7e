import * as z from 'zod';
import { incidentRow, type Open, openApprovalId } from '../../../core/approval/incident-row.ts';
import { Review } from '../../../core/approval/review.ts';
import { once, readAll, recentIncidents } from '../../../core/approval/recent-incidents.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { IncidentRow } from '../../../core/incident/listing.ts';
import { statuses, type Status, terminal } from '../../../core/incident/lifecycle.ts';
import type { Key, Table } from '../../../core/incident/table.ts';
import { readApproval } from '../../../core/approval/read-approval.ts';
import { data, operation } from './operation.ts';
import { rollbackAskable } from '../../../core/approval/rollback-askable.ts';
import { mayRead } from '../../../core/policy/may-read.ts';

const Body = z.strictObject({
  status: z.enum(['open', ...statuses]).optional(),
  /** Says of each incident, too, whether this person may ask for its rollback; that costs three reads for one that is resolved. */
  rollback: z.literal(true).optional(),
});

const asked = (status: z.infer<typeof Body>['status']): readonly Status[] => {
  if (status === undefined) return statuses;
  return status === 'open' ? statuses.filter((one) => !terminal.has(one)) : [status];
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
export const list = operation(Body, async (deps, who, { status, rollback }) => {
  const { table, policy } = deps;
  const now = deps.now();
  const { incidents, more } = await recentIncidents(deps, asked(status));
  const shown = incidents.filter((incident) => mayRead(policy, who, incident.resource));
  const mayAsk = async (incident: Incident): Promise<Pick<IncidentRow, 'mayAskRollback'>> => {
    if (rollback !== true || incident.status !== 'resolved') return {};
    return (await rollbackAskable(deps, who, incident)).kind === 'askable' ? { mayAskRollback: true } : {};
  };
  const [reviews, open, askable] = await Promise.all([
    readReviews(table, shown),
    Promise.all(shown.map((incident) => openRequest(table, incident))),
    Promise.all(shown.map(mayAsk)),
  ]);
  const rows = shown.map((incident, n) => {
    const looked = reviewKeys(incident).flatMap(({ pk }) => reviews.get(pk) ?? []);
    return { ...incidentRow(incident, open[n], looked, now), ...askable[n] };
  });
  return data({ now: now.toISOString(), language: who.person.language, incidents: rows, more });
});
