import * as z from 'zod';
import type { Identity } from '../../../core/approval/identity.ts';
import { Review } from '../../../core/approval/review.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import { factTrace } from '../../../core/incident/trace.ts';
import type { Item, Table } from '../../../core/incident/table.ts';
import { operatorFact } from './fact.ts';
import { incidentId, reason } from './fields.ts';
import { busy, noIncident, type OperationDeps, operation, outcome } from './operation.ts';
import { notAnOperator } from '../../../core/approval/operator.ts';
import { visibleIncident } from '../../../core/approval/visible-incident.ts';

const Body = z.strictObject({ incidentId, reason });
type Found = { approvalId: string; item: Item; review: Review };

const reviewsOf = async (table: Table, { approvalId, rollbackApprovalId }: Incident): Promise<Found[]> => {
  const ids = [approvalId, rollbackApprovalId].filter((id) => id !== undefined);
  if (ids.length === 0) return [];
  const items = await table.getAll(ids.map(keys.review));
  return ids.flatMap((approvalId, n) => {
    const item = items[n];
    return item === undefined ? [] : [{ approvalId, item, review: Review.parse(item) }];
  });
};

const notAReviewer = (
  policy: OperationDeps['policy'],
  who: Identity,
  { by: used }: Review,
  { resource }: Incident,
): string | undefined =>
  notAnOperator(policy, who, 'a review', resource) ??
  (who.person.id === used ? `${used} used break-glass: somebody else must review it` : undefined);

/** Marks a decision by break-glass as reviewed, by another person than the one who made it, with an audit fact. */
export const review = operation(Body, async (deps, who, { incidentId: id, reason: why }) => {
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const incident = await visibleIncident(deps, who, id);
    if (incident === undefined) return noIncident();
    const found = await reviewsOf(deps.table, incident);
    const open = found.find(({ review: one }) => one.status === 'open');
    if (open === undefined) {
      return found.length === 0
        ? outcome('refused', 'nothing to review: nobody used break-glass here')
        : outcome('already', 'it was reviewed already');
    }
    const denied = notAReviewer(deps.policy, who, open.review, incident);
    if (denied !== undefined) return outcome('not-permitted', denied);
    const { approvalId } = open;
    const usedBy = open.review.by;
    const at = deps.now();
    const { kind } = await deps.table.transact([
      {
        kind: 'replace',
        item: {
          ...open.item,
          status: 'done',
          reviewedBy: who.person.id,
          reviewedAt: at.toISOString(),
          reviewReason: why,
        },
        when: [
          { attribute: 'status', is: 'equal', value: 'open' },
          { attribute: 'by', is: 'equal', value: usedBy },
        ],
      },
      operatorFact(deps, who, at, 'break_glass_reviewed', approvalId, {
        incidentId: id,
        ...factTrace(id, `${at.toISOString()}#${approvalId}`),
        approvalId,
        usedBy,
        reason: why,
      }),
    ]);
    if (kind === 'committed') {
      deps.log.info('break-glass reviewed', { incidentId: id, approvalId, person: who.person.id });
      return outcome('done', `reviewed: break-glass of ${usedBy}`);
    }
  }
  return busy();
});
