import type { Incident } from '../incident/incident.ts';
import { terminal } from '../incident/lifecycle.ts';
import type { IncidentRow } from '../incident/listing.ts';
import type { Decision } from './proof.ts';
import type { ApprovalRequest } from './request.ts';
import type { Review } from './review.ts';

/** The request an incident has open, and what was decided in it so far. */
export type Open = { request: ApprovalRequest; decisions: readonly Decision[] };

/** The id of the request that an incident waits for, or undefined while it waits for none. */
export const openApprovalId = ({ status, approvalId, rollbackApprovalId }: Incident): string | undefined => {
  if (status === 'awaiting_approval') return approvalId;
  return status === 'awaiting_rollback_approval' ? rollbackApprovalId : undefined;
};

const stillAsked = ({ request, decisions }: Open, now: Date): string[] => {
  if (request.status !== 'pending' || now >= new Date(request.expiresAt)) return [];
  const decided = new Set(decisions.map(({ proof }) => proof.approver));
  return request.approvers.filter((approver) => !decided.has(approver));
};

const reviewOf = (reviews: readonly Pick<Review, 'status'>[]): Pick<IncidentRow, 'review'> => {
  if (reviews.length === 0) return {};
  return { review: reviews.some(({ status }) => status === 'open') ? 'open' : 'done' };
};

/** One incident as a row of a list. Pure; what is stored is shown as it is, the caller cleans all texts at once. */
export const incidentRow = (
  incident: Incident,
  open: Open | undefined,
  reviews: readonly Pick<Review, 'status'>[],
  now: Date,
): IncidentRow => {
  const { id, status, service, severity, resource, spoke, alarm, openedAt, changedAt, reason } = incident;
  return {
    id,
    status,
    service,
    severity,
    resource,
    ...(spoke === undefined ? {} : { account: spoke }),
    alarm: alarm.name,
    openedAt,
    changedAt,
    ...(reason === undefined ? {} : { reason }),
    over: terminal.has(status),
    asked: open === undefined ? [] : stillAsked(open, now),
    ...(open === undefined ? {} : { expiresAt: open.request.expiresAt, approvalId: open.request.approvalId }),
    ...reviewOf(reviews),
  };
};
