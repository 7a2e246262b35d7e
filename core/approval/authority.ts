import type { ChoiceSet, Proposal } from '../remediation/proposal.ts';
import { choiceSetDigest, proposalDigest } from '../remediation/digest.ts';
import type { Approver, Roster } from '../policy/policy.ts';
import type { MacVerifier } from './ports.ts';
import { quorumMet, requiredQuorum } from './quorum.ts';
import { type Decision, verifyProof } from './proof.ts';
import type { ApprovalRequest, Purpose } from './request.ts';

/** What the proofs, and only the proofs, allow. */
export type Authority = {
  kind: 'granted';
  proposal: Proposal;
  digest: string;
  /** The approver whose decision completed the quorum. */
  approver: Approver;
  approvalId: string;
  rollbackConsented: boolean;
  executeBy: Date;
  rollbackBy: Date;
};
export type Refusal = { kind: 'refused'; reason: string };

const refused = (reason: string): Refusal => ({ kind: 'refused', reason });

/** Everything the decision rests on as the table holds it now: all of it may have been written by an attacker. */
export type Claimed = { request: ApprovalRequest; decisions: readonly Decision[]; choices: ChoiceSet };

/**
 * Recomputes what was approved and checks every decision's proof against it: same incident, approval, choice set and
 * digest, a person of the roster in the role they had, enough people of enough roles, nobody against. The earliest
 * deadline counts and rollback is consented only if every proof consents. No clock: the caller compares the deadlines.
 */
export const verifyAuthority = async (
  { request, decisions, choices }: Claimed,
  incidentId: string,
  verifier: MacVerifier,
  roster: Roster,
): Promise<Authority | Refusal> => {
  if (request.incidentId !== incidentId || choices.incidentId !== incidentId) {
    return refused('the approval belongs to another incident');
  }
  const choiceSet = choiceSetDigest(choices);
  const people = new Map<string, { approver: Approver; decision: Decision }>();
  for (const decision of decisions) {
    const { proof } = decision;
    const approver = roster.approvers.find((a) => a.id === proof.approver);
    if (proof.incidentId !== incidentId || proof.approvalId !== request.approvalId) {
      return refused('a proof belongs to another approval');
    }
    if (proof.choiceSetDigest !== choiceSet) return refused('the stored choices are not the ones that were approved');
    if (approver === undefined || approver.role !== proof.role) {
      return refused(`${proof.approver} is not in the roster as ${proof.role}`);
    }
    if (!(await verifyProof(verifier, proof, decision.mac)))
      return refused(`the proof of ${approver.id} does not verify`);
    if (proof.purpose === 'reject') return refused(`${approver.id} rejected`);
    if ((request.purpose === 'rollback') !== (proof.purpose === 'rollback')) {
      return refused(`the proof of ${approver.id} is for another purpose`);
    }
    people.set(approver.id, { approver, decision });
  }
  return quorumOf([...people.values()], request, choices);
};

/**
 * `verifyAuthority` for one purpose. Which approval an incident names is written in the table: without this, the proofs
 * of a rollback would allow the change once more, and the proofs of a change its rollback without consent.
 */
export const authorityFor = async (
  purpose: Purpose,
  claimed: Claimed,
  incidentId: string,
  verifier: MacVerifier,
  roster: Roster,
): Promise<Authority | Refusal> =>
  claimed.request.purpose === purpose
    ? verifyAuthority(claimed, incidentId, verifier, roster)
    : refused(`what was approved is a ${claimed.request.purpose}, not a ${purpose}`);

const quorumOf = (
  approvals: { approver: Approver; decision: Decision }[],
  request: ApprovalRequest,
  choices: ChoiceSet,
): Authority | Refusal => {
  const ordered = approvals.sort((a, b) => a.decision.proof.decidedAt.localeCompare(b.decision.proof.decidedAt));
  const last = ordered.at(-1);
  if (last === undefined) return refused('there is no proof of an approval');
  const proofs = ordered.map((a) => a.decision.proof);
  const digest = last.decision.proof.chosenDigest;
  if (proofs.some((p) => p.chosenDigest !== digest)) return refused('the approvers chose different changes');
  const proposal = choices.choices.find((choice) => proposalDigest(choice) === digest);
  if (proposal === undefined) return refused('what was approved is not among the stored choices');
  if (proofs.some((p) => p.purpose === 'approve' && Date.parse(p.decidedAt) > Date.parse(proposal.expiresAt))) {
    return refused(`the proposal expired at ${proposal.expiresAt}, before it was approved`);
  }
  if (!quorumMet(requiredQuorum(request, proposal), proofs)) {
    const { people, roles } = requiredQuorum(request, proposal);
    return refused(`${people} people of ${roles} roles must approve; the proofs of ${proofs.length} verify`);
  }
  const earliest = (times: string[]) => new Date(Math.min(...times.map(Date.parse)));
  return {
    kind: 'granted',
    proposal,
    digest,
    approver: last.approver,
    approvalId: request.approvalId,
    rollbackConsented: proofs.every((p) => p.rollbackConsent),
    executeBy: earliest(proofs.map((p) => p.executeBy)),
    rollbackBy: earliest(proofs.map((p) => p.rollbackBy)),
  };
};
