import type { Policy } from '../policy/policy.ts';
import type { Approver } from '../policy/roster.ts';
import type { Proposal } from '../remediation/proposal.ts';
import type { Identity } from './identity.ts';
import type { ApprovalRequest } from './request.ts';
import type { DecisionInput } from './ruling.ts';

/** Cedar's word on whether this person may approve this choice. */
export type MayApprove = (choice: Proposal) => boolean;

/** Why this person may decide nothing at all in this request, or undefined. */
export const notAsked = (
  { approvers }: Pick<ApprovalRequest, 'approvers'>,
  { id, role }: Approver,
): string | undefined => {
  if (role === 'viewer') return `${id} is a viewer: viewers read, they do not decide`;
  return approvers.includes(id) ? undefined : `${id} was not asked to decide this request`;
};

/**
 * Why this person may not decide so, or undefined when they may. Saying no to a change is always safe and needs only to
 * be asked; saying no to a rollback keeps a change that failed, so it needs the same right as approving. A consented
 * rollback is never blocked by the mode.
 */
export const notPermitted = (
  request: ApprovalRequest,
  { person }: Identity,
  { decision }: Pick<DecisionInput, 'decision'>,
  choice: Proposal,
  { mode }: Pick<Policy, 'mode' | 'linkDecides'>,
  mayApprove: MayApprove,
): string | undefined => {
  const stranger = notAsked(request, person);
  if (stranger !== undefined) return stranger;
  const change = request.purpose === 'change';
  if (change && decision === 'reject') return undefined;
  if (change && mode !== 'execute') return `the policy's mode is ${mode}: nothing can be approved`;
  return mayApprove(choice) ? undefined : `the policy does not let ${person.id} approve this change`;
};
