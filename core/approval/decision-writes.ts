import { stepDue } from '../incident/deadline.ts';
import type { Incident } from '../incident/incident.ts';
import { keys } from '../incident/keys.ts';
import type { Status } from '../incident/lifecycle.ts';
import { purgeAt, type Step, stepWrites, type Versions } from '../incident/step.ts';
import type { Write } from '../incident/table.ts';
import { factTrace } from '../incident/trace.ts';
import { cleanText } from '../incident/text.ts';
import { sha256 } from '../remediation/digest.ts';
import { breakGlassMark } from './break-glass.ts';
import type { Decision, ProofFields } from './proof.ts';
import { type ApprovalRequest, requestItem } from './request.ts';
import type { Review } from './review.ts';
import type { Effect } from './ruling.ts';

const nextStatus = {
  change: { completes: 'approved', rejects: 'rejected' },
  rollback: { completes: 'rolling_back', rejects: 'closed' },
} as const satisfies Record<ApprovalRequest['purpose'], Record<Exclude<Effect, 'waits'>, Status>>;

/** To keep a change that was resolved is no other end than the one it had. */
const statusAfter = (
  { purpose }: ApprovalRequest,
  { rollbackAsked }: Incident,
  effect: Exclude<Effect, 'waits'>,
): Status =>
  effect === 'rejects' && purpose === 'rollback' && rollbackAsked !== undefined
    ? 'resolved'
    : nextStatus[purpose][effect];

const requestStatus = { completes: 'approved', rejects: 'rejected', waits: 'pending' } as const;

const said = { approve: 'approved', reject: 'rejected', rollback: 'rollback approved' } as const;

const line = (purpose: ApprovalRequest['purpose'], { proof, reason }: Decision): string => {
  const verb = purpose === 'rollback' && proof.purpose === 'reject' ? 'change kept' : said[proof.purpose];
  const by = proof.breakGlass ? `${proof.approver} alone` : proof.approver;
  const mark = proof.breakGlass ? breakGlassMark : '';
  return cleanText(`${mark}${verb} by ${by}${reason === undefined ? '' : `: ${reason}`}`, 300);
};

/** What an auditor compares a stored proof with: all of its fields, the consent to a rollback and the deadlines too. */
const digestsOf = ({ proof }: Decision): Record<string, string> => ({
  choiceSet: proof.choiceSetDigest,
  decision: proof.chosenDigest,
  proof: sha256(proof),
});

const stepOf = (purpose: ApprovalRequest['purpose'], to: Status, decision: Decision, versions: Versions): Step => {
  const { proof } = decision;
  const at = new Date(proof.decidedAt);
  return {
    to,
    by: 'approval-api',
    at,
    reason: line(purpose, decision),
    person: proof.approver,
    digests: digestsOf(decision),
    versions,
    ...(to === 'approved' || to === 'rolling_back' ? { due: stepDue(to, at) } : {}),
  };
};

/**
 * One of several who must approve: the incident stays where it is and keeps its deadline, and the step tells the audit
 * trail and the other approvers. Like a reminder it goes from a state to the same.
 */
const waitingStep = (incident: Incident, decision: Decision, versions: Versions): Step => {
  const { proof } = decision;
  return {
    to: incident.status,
    by: 'approval-api',
    at: new Date(proof.decidedAt),
    reason: `${said[proof.purpose]} by ${proof.approver}; another person must approve`,
    person: proof.approver,
    digests: digestsOf(decision),
    versions,
    ...(incident.due === undefined ? {} : { due: incident.due }),
  };
};

/** What is left of an approval that one admin gave alone: a fact in the audit trail, and a review that somebody else owes. */
const brokenGlassWrites = (decision: Decision, versions: Versions): Write[] => {
  const { proof, reason = '' } = decision;
  const { incidentId, approvalId, approver, identity, decidedAt } = proof;
  const kept = { incidentId, at: decidedAt, purgeAt: purgeAt(new Date(decidedAt)) };
  const fact = { fact: 'break_glass_used', by: 'approval-api', approvalId, person: approver, method: identity };
  const review: Review = { status: 'open', incidentId, by: approver, at: decidedAt, reason: cleanText(reason, 1000) };
  const id = `${decidedAt}#${approvalId}#${approver}`;
  return [
    {
      kind: 'create',
      item: {
        ...keys.audit(decidedAt.slice(0, 13), id),
        ...kept,
        ...fact,
        ...factTrace(incidentId, id),
        digests: digestsOf(decision),
        versions,
      },
    },
    { kind: 'create', item: { ...keys.review(approvalId), ...kept, ...review } },
  ];
};

const decisionItem = ({ approvalId, approver, decidedAt }: ProofFields) => ({
  ...keys.decision(approvalId, approver),
  purgeAt: purgeAt(new Date(decidedAt)),
});

/**
 * Every write of one decision, to be made in one transaction: the decision once per approver, the request only while it
 * is pending, unexpired, for the same choices and as it was read, and the incident's step, which stays in its state while
 * another person must decide. Expiry stands in the condition, so a late write fails whatever the clock of the reader said.
 */
export const decisionWrites = (
  request: ApprovalRequest,
  incident: Incident,
  decision: Decision,
  effect: Effect,
  versions: Versions,
): Write[] => {
  const { proof } = decision;
  const next: ApprovalRequest = { ...request, status: requestStatus[effect], version: request.version + 1 };
  return [
    { kind: 'create', item: { ...decisionItem(proof), ...decision } },
    {
      kind: 'replace',
      item: requestItem(next),
      when: [
        { attribute: 'status', is: 'equal', value: 'pending' },
        { attribute: 'expiresAt', is: 'after', value: proof.decidedAt },
        { attribute: 'choiceSetDigest', is: 'equal', value: request.choiceSetDigest },
        { attribute: 'version', is: 'equal', value: request.version },
      ],
    },
    ...stepWrites(
      incident,
      effect === 'waits'
        ? waitingStep(incident, decision, versions)
        : stepOf(request.purpose, statusAfter(request, incident, effect), decision, versions),
    ),
    ...(proof.breakGlass ? brokenGlassWrites(decision, versions) : []),
  ];
};
