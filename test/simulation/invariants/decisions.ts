import { Decision } from '../../../core/approval/proof.ts';
import { ApprovalRequest } from '../../../core/approval/request.ts';
import { prefixes } from '../../../core/incident/keys.ts';
import type { Written } from '../../../local/engine/memory-table.ts';
import type { MakeInvariant, Transaction } from './invariant.ts';

const approvalOf = (pk: string): string => pk.slice('APPROVAL#'.length);

/** What a request is about never changes, and once it is decided or over it stays so. */
const requestProblem = (before: ApprovalRequest, after: ApprovalRequest | undefined): string | undefined => {
  if (after === undefined) return 'is gone';
  if (before.status !== 'pending') return `was ${before.status} and was written again`;
  if (after.version !== before.version + 1) return `went from version ${before.version} to ${after.version}`;
  const fixed = ({ purpose, incidentId, choiceSetDigest, approvers, quorum, createdAt, expiresAt }: ApprovalRequest) =>
    JSON.stringify([purpose, incidentId, choiceSetDigest, approvers, quorum, createdAt, expiresAt]);
  return fixed(before) === fixed(after) ? undefined : 'is about something else now';
};

/**
 * A decision counts once and never changes: while the request is pending and not expired, one of each person, in one
 * transaction with the request. A rejection ends it. A request ends once.
 */
export const decisions: MakeInvariant = ({ skewMs, ledger }) => {
  const requests = new Map<string, ApprovalRequest>();

  const enterRequest = (approvalId: string, { item }: Written): string[] => {
    const before = requests.get(approvalId);
    const after = item === undefined ? undefined : ApprovalRequest.parse(item);
    if (after !== undefined) requests.set(approvalId, after);
    const problem = before === undefined ? undefined : requestProblem(before, after);
    return problem === undefined ? [] : [`the request ${approvalId} ${problem}`];
  };

  const enterDecision = ({ at, by }: Transaction, { key, item }: Written, request: ApprovalRequest | undefined) => {
    const { data } = Decision.safeParse(item);
    const name = `the decision ${key.sk} of ${approvalOf(key.pk)}`;
    if (data === undefined) return [`${name} is none`];
    const { approver, purpose, decidedAt } = data.proof;
    const after = requests.get(approvalOf(key.pk));
    const isLate = Date.parse(decidedAt) >= Date.parse(request?.expiresAt ?? '');
    const isFromThePast = Date.parse(decidedAt) < (by?.at ?? at).getTime() - skewMs;
    return [
      ...(request?.status === 'pending' ? [] : [`${name} came when the request was ${request?.status ?? 'not there'}`]),
      ...(isLate ? [`${name} was made at ${decidedAt}, after ${request?.expiresAt}`] : []),
      ...(isFromThePast ? [`${name} says ${decidedAt}, it is ${at.toISOString()}`] : []),
      ...(key.sk === `${prefixes.decision}${approver}` ? [] : [`${name} is that of ${approver}`]),
      ...(purpose !== 'reject' || after?.status === 'rejected' ? [] : [`${name} rejects, and the request goes on`]),
    ];
  };

  return {
    transaction: (transaction) => {
      const own = transaction.written.filter(({ key }) => key.pk.startsWith('APPROVAL#'));
      const before = new Map(own.map(({ key }) => [key.pk, requests.get(approvalOf(key.pk))]));
      return [
        ...own.filter(({ key }) => key.sk === 'REQUEST').flatMap((one) => enterRequest(approvalOf(one.key.pk), one)),
        ...own
          .filter(({ key }) => key.sk.startsWith(prefixes.decision))
          .flatMap((one) => enterDecision(transaction, one, before.get(one.key.pk))),
      ];
    },
    // Nobody executes what somebody rejected, and nobody decides what is over.
    change: ({ incident, resource }) => {
      const all = [...ledger.decisions(incident.approvalId ?? '').values()];
      const rejected = all.some((item) => Decision.safeParse(item).data?.proof.purpose === 'reject');
      return rejected ? [`${resource}: changed although somebody rejected it`] : [];
    },
  };
};
