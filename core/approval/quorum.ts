import type { Quorum, Risk } from '../remediation/proposal.ts';
import type { ProofFields } from './proof.ts';
import type { ApprovalRequest } from './request.ts';

/** High risk is never decided by one person or by one role, whatever an edited policy or row says. */
const floor = { low: { people: 1, roles: 1 }, medium: { people: 1, roles: 1 }, high: { people: 2, roles: 2 } } as const;

/**
 * How many people of how many roles must approve this choice: the strictest of what its digest binds, what the request
 * says and the floor of its risk. The row of the request carries no authority, so it can only ask for more.
 */
export const requiredQuorum = (
  request: Pick<ApprovalRequest, 'quorum'>,
  choice: { risk: Pick<Risk, 'level'>; quorum: Quorum },
): Quorum => {
  const least = floor[choice.risk.level];
  return {
    people: Math.max(least.people, choice.quorum.people, request.quorum.people),
    roles: Math.max(least.roles, choice.quorum.roles, request.quorum.roles),
  };
};

/** True when these approvals come from enough different people of enough different roles; a viewer is nobody here. */
export const quorumMet = (quorum: Quorum, approvals: readonly Pick<ProofFields, 'approver' | 'role'>[]): boolean => {
  const counted = approvals.filter(({ role }) => role !== 'viewer');
  return (
    new Set(counted.map(({ approver }) => approver)).size >= quorum.people &&
    new Set(counted.map(({ role }) => role)).size >= quorum.roles
  );
};
