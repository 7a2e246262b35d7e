import type { Roster } from '../../../policy/roster.ts';
import type { Proposal } from '../../../remediation/proposal.ts';
import { answerOf } from '../../answer.ts';
import { notAsked } from '../../permission.ts';
import type { Decision } from '../../proof.ts';
import type { ApprovalCase } from '../../ruling.ts';
import { decisionsOf, settled } from '../../settled.ts';
import { refusal } from './allowed.ts';
import type { PageRecords } from './records.ts';
import type { Answer, DecisionView, RequestView } from './view.ts';

const decisionView = ({ proof, reason }: Decision, { approvers }: Roster): DecisionView => ({
  by: proof.approver,
  name: approvers.find(({ id }) => id === proof.approver)?.name ?? proof.approver,
  decision: proof.purpose === 'reject' ? 'rejected' : 'approved',
  at: proof.decidedAt,
  digest: proof.chosenDigest,
  rollbackConsent: proof.rollbackConsent,
  ...(reason === undefined ? {} : { reason }),
});

const closed = (approval: ApprovalCase, { identity: { person, onlyLooks }, now }: PageRecords): Answer | undefined => {
  const { request } = approval;
  const over = settled(approval, person.id, now);
  if (over !== undefined) return answerOf(over, request.purpose);
  const why = notAsked(request, person, onlyLooks);
  return why === undefined ? undefined : answerOf({ kind: 'not-permitted', why }, request.purpose);
};

/** The request, what was decided so far, and whether this person can still decide. */
export const requestView = (records: PageRecords, [first]: readonly Proposal[]): RequestView => {
  const { approval, roster } = records;
  const { approvalId, purpose, status, createdAt, expiresAt } = approval.request;
  const over = closed(approval, records);
  const silent = first === undefined ? undefined : refusal(records.denied, records.identity, 'reject', first);
  return {
    approvalId,
    purpose,
    status,
    createdAt,
    expiresAt,
    decisions: decisionsOf(approval).map((decision) => decisionView(decision, roster)),
    ...(over === undefined ? {} : { closed: over }),
    ...(silent === undefined ? {} : { rejectRefused: silent }),
  };
};
