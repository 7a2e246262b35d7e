import { cleanText } from '../incident/text.ts';
import type { Policy } from '../policy/policy.ts';
import { proposalDigest } from '../remediation/digest.ts';
import type { Proposal } from '../remediation/proposal.ts';
import { unconfirmed } from './confirmation.ts';
import { notAlone } from './break-glass.ts';
import type { Identity } from './identity.ts';
import { type MayApprove, notPermitted } from './permission.ts';
import { quorumMet, requiredQuorum } from './quorum.ts';
import type { ProofFields } from './proof.ts';
import type { ApprovalCase, DecisionInput, Effect, Ruling } from './ruling.ts';
import { decisionsOf, settled } from './settled.ts';

export type Limits = Pick<
  Policy,
  'mode' | 'linkDecides' | 'breakGlass' | 'approvalMinutes' | 'executeWithinMinutes' | 'rollbackWithinMinutes'
>;

const minutesAfter = (at: Date, minutes: number): string => new Date(at.getTime() + minutes * 60_000).toISOString();

/** The link binds the expiry, but the row that the link was made of said what it is. */
const livesTooLong = ({ request }: ApprovalCase, now: Date, { approvalMinutes }: Limits): boolean =>
  Date.parse(request.expiresAt) > Date.parse(minutesAfter(now, approvalMinutes));

const reasonMissing = ({ request }: ApprovalCase, input: DecisionInput, choice: Proposal): string | undefined => {
  // A reason that nobody can see is none.
  if (cleanText(input.reason ?? '', 1000) !== '') return undefined;
  if (input.decision === 'reject') {
    return request.purpose === 'change' ? 'a rejection needs a reason' : 'keeping the change needs a reason';
  }
  return choice.risk.level === 'high' ? 'approving a high-risk change needs a reason' : undefined;
};

/** The choice the person saw, or why it is none that can be decided here. */
const chosen = (approval: ApprovalCase, input: DecisionInput): Proposal | string => {
  const { request, choiceSet, executedDigest } = approval;
  const choice = choiceSet?.choices.find((one) => proposalDigest(one) === input.digest);
  if (choice === undefined) return 'what was shown is not what is stored; open the link again';
  if (request.purpose === 'rollback' && input.digest !== executedDigest)
    return 'this is not the change that was executed';
  const other = decisionsOf(approval).find(({ proof }) => proof.chosenDigest !== input.digest);
  if (input.decision === 'approve' && other !== undefined) {
    return `${other.proof.approver} approved ${other.proof.chosenDigest.slice(0, 12)}; all approvers must choose the same change`;
  }
  return choice;
};

/**
 * Deadlines of one proof. The earliest of all proofs counts, so a decision that still waits for another person must not
 * run out before that person could decide: its time begins when the request ends.
 */
const deadlines = ({ request }: ApprovalCase, effect: Effect, now: Date, limits: Limits) => {
  const from = effect === 'waits' ? new Date(request.expiresAt) : now;
  return {
    executeBy: minutesAfter(from, limits.executeWithinMinutes),
    rollbackBy: minutesAfter(from, limits.rollbackWithinMinutes),
  };
};

type Shown = Pick<ProofFields, 'approver' | 'role' | 'identity'>;

/** What the decision does, or why this person may not do it alone. Where approving as usual is enough no glass is broken. */
const effectOf = (
  approval: ApprovalCase,
  shown: Shown,
  input: DecisionInput,
  choice: Proposal,
  limits: Limits,
): { effect: Effect; breakGlass: boolean } | string => {
  if (input.decision === 'reject') return { effect: 'rejects', breakGlass: false };
  const approvals = [...decisionsOf(approval).map(({ proof }) => proof), shown];
  const met = quorumMet(requiredQuorum(approval.request, choice), approvals);
  if (met || input.breakGlass !== true) return { effect: met ? 'completes' : 'waits', breakGlass: false };
  return notAlone(shown, choice.risk.level, limits) ?? { effect: 'completes', breakGlass: true };
};

const purposeOf = ({ request }: ApprovalCase, input: DecisionInput): ProofFields['purpose'] => {
  if (input.decision === 'reject') return 'reject';
  return request.purpose === 'rollback' ? 'rollback' : 'approve';
};

/** The digest a proof names: what was chosen; for a rejected change, where nothing was, the recommendation. */
const namedDigest = ({ request, choiceSet }: ApprovalCase, input: DecisionInput): string => {
  const [first] = choiceSet?.choices ?? [];
  const nothingChosen = input.decision === 'reject' && request.purpose === 'change' && first !== undefined;
  return nothingChosen ? proposalDigest(first) : input.digest;
};

/**
 * Decides what a person's click means. Pure: the caller signs the proof, writes it in one transaction whose conditions
 * repeat what was checked here, and asks again when that transaction is lost. Every doubt is an answer other than
 * `decided`.
 */
export const decide = (
  approval: ApprovalCase,
  who: Identity,
  input: DecisionInput,
  now: Date,
  limits: Limits,
  mayApprove: MayApprove,
): Ruling => {
  const { method, person } = who;
  const over = settled(approval, person.id, now);
  if (over !== undefined) return over;
  if (livesTooLong(approval, now, limits)) {
    return { kind: 'void', why: `the request would live longer than ${limits.approvalMinutes} minutes` };
  }
  const choice = chosen(approval, input);
  if (typeof choice === 'string') return { kind: 'digest-mismatch', why: choice };
  const { request } = approval;
  if (request.purpose === 'change' && now >= new Date(choice.expiresAt)) {
    return { kind: 'late', expiredAt: choice.expiresAt };
  }
  const denied = notPermitted(request, who, input, choice, limits, mayApprove, approval.choiceSet?.choices);
  if (denied !== undefined) return { kind: 'not-permitted', why: denied };
  const missing = reasonMissing(approval, input, choice);
  if (missing !== undefined) return { kind: 'reason-needed', why: missing };
  const untyped = unconfirmed(who, input, choice);
  if (untyped !== undefined) return { kind: 'confirm-needed', why: untyped };

  const shown: Shown = { approver: person.id, role: person.role, identity: method };
  const outcome = effectOf(approval, shown, input, choice, limits);
  if (typeof outcome === 'string') return { kind: 'not-permitted', why: outcome };
  const { effect, breakGlass } = outcome;
  const purpose = purposeOf(approval, input);
  const reason = input.reason?.trim();
  const proof: ProofFields = {
    version: 1,
    purpose,
    incidentId: request.incidentId,
    approvalId: request.approvalId,
    choiceSetDigest: request.choiceSetDigest,
    chosenDigest: namedDigest(approval, input),
    ...shown,
    breakGlass,
    rollbackConsent: purpose === 'rollback' || (purpose === 'approve' && input.rollbackConsent),
    decidedAt: now.toISOString(),
    ...deadlines(approval, effect, now, limits),
  };
  const example = request.purpose === 'change' && choice.mode !== undefined;
  return { kind: 'decided', proof, effect, ...(reason ? { reason } : {}), ...(example ? { example } : {}) };
};
