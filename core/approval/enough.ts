import type { Policy } from '../policy/policy.ts';
import type { Proposal } from '../remediation/proposal.ts';
import { notAlone } from './break-glass.ts';
import { linkDecides } from './link-decides.ts';
import type { ProofFields } from './proof.ts';
import { quorumMet, requiredQuorum } from './quorum.ts';
import type { ApprovalRequest } from './request.ts';

/** What the policy of whoever makes a change says of the proofs it needs. */
export type ProofRules = Pick<Policy, 'linkDecides' | 'breakGlass'>;

/**
 * Why these proofs are not enough for this choice, or undefined. For high risk each must be of somebody who showed more
 * than a link, in any case. Rules are those of a change that is about to be made; without them (a rollback) what the
 * policy said when the proofs were made is not asked again.
 */
export const notEnough = (
  request: Pick<ApprovalRequest, 'quorum'>,
  proposal: Pick<Proposal, 'risk' | 'quorum'>,
  proofs: readonly ProofFields[],
  rules: ProofRules | undefined,
): string | undefined => {
  const { level } = proposal.risk;
  const suffices = rules === undefined ? level !== 'high' : linkDecides(level, rules);
  const weak = suffices ? undefined : proofs.find(({ identity }) => identity === 'link');
  if (weak !== undefined) return `${weak.approver} approved by a link alone, which decides nothing of ${level} risk`;

  const [alone, another] = proofs.filter(({ breakGlass }) => breakGlass);
  if (another !== undefined) return 'more than one person broke the glass';
  if (alone !== undefined) return notAlone(alone, level, rules);
  const required = requiredQuorum(request, proposal);
  if (quorumMet(required, proofs)) return undefined;
  return `${required.people} people of ${required.roles} roles must approve; the proofs of ${proofs.length} verify`;
};
