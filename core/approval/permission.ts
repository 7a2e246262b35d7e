import type { Policy } from '../policy/policy.ts';
import type { Approver } from '../policy/roster.ts';
import type { Proposal } from '../remediation/proposal.ts';
import type { Identity } from './identity.ts';
import { linkTooWeak } from './link-decides.ts';
import type { ApprovalRequest } from './request.ts';
import type { DecisionInput } from './ruling.ts';

/** Cedar's word on whether this person may approve this choice. */
export type MayApprove = (choice: Proposal) => boolean;

/** Why this person may decide nothing at all in this request, or undefined. `onlyLooks` is that of their identity. */
export const notAsked = (
  { approvers, askedBy }: Pick<ApprovalRequest, 'approvers' | 'askedBy'>,
  { id, role }: Approver,
  onlyLooks?: string,
): string | undefined => {
  if (onlyLooks !== undefined) return onlyLooks;
  if (role === 'viewer') return `${id} is a viewer: viewers read, they do not decide`;
  if (askedBy === id) return `${id} asked for this: somebody else decides it`;
  return approvers.includes(id) ? undefined : `${id} was not asked to decide this request`;
};

/**
 * Why this person may not decide so, or undefined when they may. What a link alone decides is policy. Saying no to a
 * change is always safe and needs only to be asked, and as much of an identity as one of its `choices`; saying no to a
 * rollback keeps a change that failed, so it needs the same right as approving. A consented rollback is never blocked
 * by the mode.
 */
export const notPermitted = (
  request: ApprovalRequest,
  { method, person, onlyLooks }: Identity,
  { decision }: Pick<DecisionInput, 'decision'>,
  choice: Proposal,
  policy: Pick<Policy, 'mode' | 'linkDecides'>,
  mayApprove: MayApprove,
  choices: readonly Proposal[] = [choice],
): string | undefined => {
  const stranger = notAsked(request, person, onlyLooks);
  if (stranger !== undefined) return stranger;
  const { mode } = policy;
  const weak = method === 'link' ? linkTooWeak(request.purpose, { decision }, choice, choices, policy) : undefined;
  if (weak !== undefined) return weak;
  const change = request.purpose === 'change';
  if (change && decision === 'reject') return undefined;
  if (change && mode !== 'execute') return `the policy's mode is ${mode}: nothing can be approved`;
  return mayApprove(choice) ? undefined : `the policy does not let ${person.id} approve this change`;
};
