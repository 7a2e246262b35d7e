import { stepDue } from '../incident/deadline.ts';
import type { Incident } from '../incident/incident.ts';
import { keys } from '../incident/keys.ts';
import type { Status } from '../incident/lifecycle.ts';
import { purgeAt, type Step, stepWrites, type Versions } from '../incident/step.ts';
import type { Write } from '../incident/table.ts';
import { cleanText } from '../incident/text.ts';
import { sha256 } from '../remediation/digest.ts';
import type { Decision, ProofFields } from './proof.ts';
import { type ApprovalRequest, requestItem } from './request.ts';
import type { Effect } from './ruling.ts';

const nextStatus = {
  change: { completes: 'approved', rejects: 'rejected' },
  rollback: { completes: 'rolling_back', rejects: 'closed' },
} as const satisfies Record<ApprovalRequest['purpose'], Record<Exclude<Effect, 'waits'>, Status>>;

const requestStatus = { completes: 'approved', rejects: 'rejected', waits: 'pending' } as const;

const said = { approve: 'approved', reject: 'rejected', rollback: 'rollback approved' } as const;

const line = (purpose: ApprovalRequest['purpose'], { proof, reason }: Decision): string => {
  const verb = purpose === 'rollback' && proof.purpose === 'reject' ? 'change kept' : said[proof.purpose];
  return cleanText(`${verb} by ${proof.approver}${reason === undefined ? '' : `: ${reason}`}`, 300);
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

/** Nothing happens to the incident yet, but a decision is only recorded while the incident still waits for it. */
const stillWaiting = (incident: Incident): Write => ({
  kind: 'check',
  key: keys.incident(incident.id),
  when: [{ attribute: 'status', is: 'equal', value: incident.status }],
});

/** One of several who must approve makes no step, and so no record of one: the audit trail learns of it as a fact. */
const givenFact = (decision: Decision, versions: Versions): Write => {
  const { incidentId, approvalId, approver, decidedAt } = decision.proof;
  return {
    kind: 'create',
    item: {
      ...keys.audit(decidedAt.slice(0, 13), `${decidedAt}#${approvalId}#${approver}`),
      fact: 'approval_given',
      by: 'approval-api',
      at: decidedAt,
      incidentId,
      approvalId,
      person: approver,
      digests: digestsOf(decision),
      versions,
      purgeAt: purgeAt(new Date(decidedAt)),
    },
  };
};

const decisionItem = ({ approvalId, approver, decidedAt }: ProofFields) => ({
  ...keys.decision(approvalId, approver),
  purgeAt: purgeAt(new Date(decidedAt)),
});

/**
 * Every write of one decision, to be made in one transaction: the decision once per approver, the request only while it
 * is pending, unexpired, for the same choices and as it was read, and the incident's step when the decision ends the
 * request. Expiry stands in the condition, so a late write fails whatever the clock of the reader said.
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
    ...(effect === 'waits'
      ? [stillWaiting(incident), givenFact(decision, versions)]
      : stepWrites(incident, stepOf(request.purpose, nextStatus[request.purpose][effect], decision, versions))),
  ];
};
