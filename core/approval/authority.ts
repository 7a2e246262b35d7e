import { onDuty } from '../policy/duty.ts';
import type { Approver, Roster } from '../policy/roster.ts';
import { choiceSetDigest, proposalDigest } from '../remediation/digest.ts';
import type { ChoiceSet, Proposal } from '../remediation/proposal.ts';
import { notEnough, type ProofRules } from './enough.ts';
import type { MacVerifier } from './ports.ts';
import { type Decision, verifyProof } from './proof.ts';
import type { ApprovalRequest, Purpose } from './request.ts';

/** What the proofs, and only the proofs, allow. */
export type Authority = {
  kind: 'granted';
  proposal: Proposal;
  digest: string;
  /** The approver whose decision completed the quorum, with the teams they answered for at that moment. */
  approver: Approver;
  approvalId: string;
  /** When that decision was made. */
  approvedAt: Date;
  rollbackConsented: boolean;
  executeBy: Date;
  rollbackBy: Date;
};
/** `about`: whether the proofs are wanting, or what is stored now is not what they were made for. */
export type Refusal = { kind: 'refused'; about: 'proof' | 'digest'; reason: string };

const refused = (reason: string, about: Refusal['about'] = 'proof'): Refusal => ({ kind: 'refused', about, reason });

/** Everything the decision rests on as the table holds it now: all of it may have been written by an attacker. */
export type Claimed = { request: ApprovalRequest; decisions: readonly Decision[]; choices: ChoiceSet };

/** Proofs that verify and agree. They allow nothing yet: what they are of is only a digest. */
export type Proven = {
  kind: 'proven';
  request: ApprovalRequest;
  /** In the order in which they were made. */
  approvals: { approver: Approver; decision: Decision }[];
  choiceSetDigest: string;
  digest: string;
  executeBy: Date;
  rollbackBy: Date;
};

/**
 * Checks every decision's proof: same incident, approval, choice set and digest, a person of the roster in the role they
 * had and on duty when they decided, nobody against. The earliest deadline counts. No clock: the caller compares the
 * deadlines.
 */
export const verifyProofs = async (
  { request, decisions }: Pick<Claimed, 'request' | 'decisions'>,
  incidentId: string,
  verifier: MacVerifier,
  roster: Roster,
): Promise<Proven | Refusal> => {
  if (request.incidentId !== incidentId) return refused('the approval belongs to another incident');
  const people = new Map<string, { approver: Approver; decision: Decision }>();
  for (const decision of decisions) {
    const { proof } = decision;
    const approver = onDuty(roster, new Date(proof.decidedAt)).approvers.find((a) => a.id === proof.approver);
    if (proof.incidentId !== incidentId || proof.approvalId !== request.approvalId) {
      return refused('a proof belongs to another approval');
    }
    if (approver === undefined || approver.role !== proof.role) {
      return refused(`${proof.approver} was not on duty as ${proof.role} at ${proof.decidedAt}`);
    }
    if (!(await verifyProof(verifier, proof, decision.mac)))
      return refused(`the proof of ${approver.id} does not verify`);
    if (proof.purpose === 'reject') return refused(`${approver.id} rejected`);
    if ((request.purpose === 'rollback') !== (proof.purpose === 'rollback')) {
      return refused(`the proof of ${approver.id} is for another purpose`);
    }
    people.set(approver.id, { approver, decision });
  }
  return agreed([...people.values()], request);
};

const agreed = (approvals: Proven['approvals'], request: ApprovalRequest): Proven | Refusal => {
  const ordered = approvals.toSorted((a, b) => a.decision.proof.decidedAt.localeCompare(b.decision.proof.decidedAt));
  const last = ordered.at(-1);
  if (last === undefined) return refused('there is no proof of an approval');
  const { chosenDigest: digest, choiceSetDigest: choices } = last.decision.proof;
  const proofs = ordered.map((a) => a.decision.proof);
  if (proofs.some((p) => p.chosenDigest !== digest || p.choiceSetDigest !== choices)) {
    return refused('the approvers chose different changes');
  }
  const earliest = (times: string[]) => new Date(Math.min(...times.map(Date.parse)));
  return {
    kind: 'proven',
    request,
    approvals: ordered,
    choiceSetDigest: choices,
    digest,
    executeBy: earliest(proofs.map((p) => p.executeBy)),
    rollbackBy: earliest(proofs.map((p) => p.rollbackBy)),
  };
};

/**
 * The authority of these proofs over what is stored now: the very bytes they are of, enough people of enough roles for
 * their risk, each with enough of an identity. Whoever makes a change gives the rules of its own policy; a rollback has
 * none, see `notEnough`. Rollback is consented only if every proof consents.
 */
export const bindAuthority = (proven: Proven, choices: ChoiceSet, rules?: ProofRules): Authority | Refusal => {
  const { request, approvals, digest, executeBy, rollbackBy } = proven;
  if (choices.incidentId !== request.incidentId) return refused('the choices belong to another incident', 'digest');
  if (choiceSetDigest(choices) !== proven.choiceSetDigest) {
    return refused('the stored choices are not the ones that were approved', 'digest');
  }
  const proposal = choices.choices.find((choice) => proposalDigest(choice) === digest);
  const last = approvals.at(-1);
  if (proposal === undefined || last === undefined) {
    return refused('what was approved is not among the stored choices', 'digest');
  }
  const proofs = approvals.map((a) => a.decision.proof);
  if (proofs.some((p) => p.purpose === 'approve' && Date.parse(p.decidedAt) >= Date.parse(proposal.expiresAt))) {
    return refused(`the proposal expired at ${proposal.expiresAt}, before it was approved`);
  }
  const own = proofs.find(({ purpose, approver }) => purpose === 'approve' && approver === proposal.askedBy);
  if (own !== undefined) return refused(`${own.approver} asked for this change and may not approve it`);
  const wanting = notEnough(request, proposal, proofs, rules);
  if (wanting !== undefined) return refused(wanting);
  return {
    kind: 'granted',
    proposal,
    digest,
    approver: last.approver,
    approvalId: request.approvalId,
    approvedAt: new Date(last.decision.proof.decidedAt),
    rollbackConsented: proofs.every((p) => p.rollbackConsent),
    executeBy,
    rollbackBy,
  };
};

/** Both at once: what the proofs, and only the proofs, allow of what is stored now. */
export const verifyAuthority = async (
  claimed: Claimed,
  incidentId: string,
  verifier: MacVerifier,
  roster: Roster,
  rules?: ProofRules,
): Promise<Authority | Refusal> => {
  const proven = await verifyProofs(claimed, incidentId, verifier, roster);
  return proven.kind === 'refused' ? proven : bindAuthority(proven, claimed.choices, rules);
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
  rules?: ProofRules,
): Promise<Authority | Refusal> =>
  claimed.request.purpose === purpose
    ? verifyAuthority(claimed, incidentId, verifier, roster, rules)
    : refused(ofAnotherPurpose(claimed.request, purpose));

/** In words: the request is for one purpose and not for the other. */
export const ofAnotherPurpose = ({ purpose: asked }: ApprovalRequest, purpose: Purpose): string =>
  `what was approved is a ${asked}, not a ${purpose}`;
