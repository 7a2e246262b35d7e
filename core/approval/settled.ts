import { choiceSetDigest } from '../remediation/digest.ts';
import type { Decision } from './proof.ts';
import type { ApprovalCase, Ruling } from './ruling.ts';

const already = ({ proof }: Decision): Ruling => ({
  kind: 'already',
  by: proof.approver,
  decision: proof.purpose === 'reject' ? 'rejected' : 'approved',
  at: proof.decidedAt,
});

/** Decisions that were made on this very request, in the order in which they were made; any other row is ignored. */
export const decisionsOf = ({ request, decisions }: ApprovalCase): Decision[] =>
  decisions
    .filter(
      ({ proof }) =>
        proof.approvalId === request.approvalId &&
        proof.incidentId === request.incidentId &&
        proof.choiceSetDigest === request.choiceSetDigest,
    )
    .toSorted((a, b) => Date.parse(a.proof.decidedAt) - Date.parse(b.proof.decidedAt));

const waitsFor = { change: 'awaiting_approval', rollback: 'awaiting_rollback_approval' } as const;

const movedOn = ({ request, incident }: ApprovalCase): string | undefined => {
  const asked = request.purpose === 'change' ? incident.approvalId : incident.rollbackApprovalId;
  if (incident.id !== request.incidentId) return 'the request belongs to another incident';
  if (asked !== request.approvalId) return 'the incident has a newer request';
  if (incident.status !== waitsFor[request.purpose])
    return `the incident is ${incident.status.replaceAll('_', ' ')} now`;
  return undefined;
};

const choicesChanged = ({ request, choiceSet }: ApprovalCase): string | undefined => {
  if (choiceSet === undefined) return 'the stored proposal cannot be read';
  const foreign = choiceSet.choices.some((choice) => choice.incidentId !== request.incidentId);
  if (foreign || choiceSet.incidentId !== request.incidentId) return 'the stored proposal belongs to another incident';
  return choiceSetDigest(choiceSet) === request.choiceSetDigest
    ? undefined
    : 'the stored proposal is not the one this request was opened for';
};

/**
 * Why this request cannot be decided any more by this approver, or undefined while it can. A request that was decided
 * says who and when before anything else, also when it has expired since.
 */
export const settled = (approval: ApprovalCase, approver: string, now: Date): Ruling | undefined => {
  const { request, incident } = approval;
  const decisions = decisionsOf(approval);
  const own = decisions.find(({ proof }) => proof.approver === approver);
  if (own !== undefined) return already(own);
  const rejection = decisions.find(({ proof }) => proof.purpose === 'reject');
  if (rejection !== undefined) return already(rejection);
  const last = decisions.at(-1);
  if (last !== undefined && (request.status === 'approved' || request.status === 'rejected')) return already(last);
  if (request.status === 'expired' || incident.status === 'expired' || now >= new Date(request.expiresAt)) {
    return { kind: 'late', expiredAt: request.expiresAt };
  }
  if (request.status !== 'pending') return { kind: 'void', why: `the request is ${request.status}` };
  const why = movedOn(approval) ?? choicesChanged(approval);
  return why === undefined ? undefined : { kind: 'void', why };
};
