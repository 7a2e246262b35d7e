import type { Open } from '../../../core/approval/incident-row.ts';
import type { Review } from '../../../core/approval/review.ts';

/** A request for a decision as an operator reads it: who was asked, what each decided and how they showed who they are. */
export const requestDocument = ({ request, decisions }: Open, review: Review | undefined) => ({
  approvalId: request.approvalId,
  purpose: request.purpose,
  status: request.status,
  createdAt: request.createdAt,
  expiresAt: request.expiresAt,
  approvers: request.approvers,
  quorum: request.quorum,
  decisions: decisions
    .toSorted((a, b) => Date.parse(a.proof.decidedAt) - Date.parse(b.proof.decidedAt))
    .map(({ proof, reason }) => ({
      by: proof.approver,
      role: proof.role,
      identity: proof.identity,
      decision: proof.purpose === 'reject' ? 'rejected' : 'approved',
      at: proof.decidedAt,
      digest: proof.chosenDigest,
      rollbackConsent: proof.rollbackConsent,
      breakGlass: proof.breakGlass,
      ...(reason === undefined ? {} : { reason }),
    })),
  ...(review === undefined ? {} : { review: review.status }),
});
