import { chosenOf } from '../../core/approval/chosen.ts';
import { askedNow } from '../../core/approval/escalation.ts';
import type { Detail, Message } from '../../core/approval/notice/message.ts';
import { askingLines, type RequestFacts, requestMessage } from '../../core/approval/notice/request-message.ts';
import type { MacGenerator, Notices } from '../../core/approval/ports.ts';
import { Decision } from '../../core/approval/proof.ts';
import { requiredQuorum } from '../../core/approval/quorum.ts';
import { ApprovalRequest } from '../../core/approval/request.ts';
import { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys, prefixes } from '../../core/incident/keys.ts';
import type { Item, Table } from '../../core/incident/table.ts';
import { denial } from '../../core/policy/denial.ts';
import { onDuty } from '../../core/policy/duty.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Approver } from '../../core/policy/roster.ts';
import { choiceSetDigest } from '../../core/remediation/digest.ts';
import { ChoiceSet, type Proposal } from '../../core/remediation/proposal.ts';
import type { Log, Meter, Once } from '../../core/runtime/effects.ts';
import { bodyOf } from '../../core/incident/stored-body.ts';
import { sendLinks } from './send-links.ts';

type Deps = {
  table: Table;
  policy: PolicyLayer;
  notices: Notices;
  linkGenerator: MacGenerator;
  once: Once;
  now: () => Date;
  log: Log;
  meter: Meter;
  approvalBaseUrl: string;
  noticeDetail: Detail;
};

/** The stored choices of an incident. Throws when there are none: then there is nothing to ask about. */
export const parsedChoices = (id: string, item: Item | undefined): ChoiceSet => {
  const choices = bodyOf(item, ChoiceSet);
  if (choices === undefined) throw new Error(`incident ${id} has no proposal`);
  return choices;
};

const decisionsOf = async (table: Table, approvalId: string | undefined): Promise<Decision[]> => {
  const items = approvalId === undefined ? [] : await table.list(keys.approval(approvalId).pk, prefixes.decision);
  return items.map((item) => Decision.parse(item));
};

/** The choice that was approved and executed: what a rollback would take back. */
export const executedChoice = async (table: Table, { approvalId }: Incident, choices: ChoiceSet): Promise<Proposal> =>
  chosenOf(choices, await decisionsOf(table, approvalId));

/** What is asked of whom: the request an incident waits on, or why there is nothing to ask. */
export type Question = { purpose: ApprovalRequest['purpose']; approvalId: string | undefined };

/** Said in place of the request itself, to those who are asked again and to all others on duty. */
export type News = { message: (facts: RequestFacts) => Message; seq: number };

/**
 * Sends the links of the request an incident waits on; `none` when there is no request, `over` when it was decided.
 * A link is only signed for a request that is the one this function would open now: the row may have been written by
 * anybody.
 */
export const ask = async (
  deps: Deps,
  incident: Incident,
  { purpose, approvalId }: Question,
  news?: News,
): Promise<{ kind: 'asked'; approvers: number } | { kind: 'none' | 'over' }> => {
  if (approvalId === undefined) return { kind: 'none' };
  const { id } = incident;
  const read = [keys.approval(approvalId), keys.proposal(id), keys.diagnosis(id)];
  const [asked, stored, diagnosis] = await deps.table.getAll(read);
  if (asked === undefined) return { kind: 'none' };
  const request = ApprovalRequest.parse(asked);
  if (request.status !== 'pending') return { kind: 'over' };
  const choices = parsedChoices(id, stored);
  const wrong = notOurs(
    request,
    {
      approvalId,
      purpose,
      incidentId: id,
      choiceSetDigest: choiceSetDigest(choices),
      askedBy: purpose === 'rollback' ? incident.rollbackAsked?.by : undefined,
    },
    deps,
  );
  if (wrong !== undefined)
    throw new Error(`the request ${approvalId} of ${id} is not the one that was opened: ${wrong}`);

  const shown =
    purpose === 'rollback'
      ? { proposal: await executedChoice(deps.table, incident, choices), alternatives: 0 }
      : { proposal: chosenOf(choices, []), alternatives: choices.choices.length - 1 };
  const facts: RequestFacts = {
    ...shown,
    incident,
    request,
    diagnosis: deps.noticeDetail === 'full' ? bodyOf(diagnosis, Diagnosis) : undefined,
    reminders: incident.due?.attempt ?? 0,
    baseUrl: deps.approvalBaseUrl,
    now: deps.now(),
  };
  const decided = new Set((await decisionsOf(deps.table, approvalId)).map(({ proof }) => proof.approver));
  const people = whoIsAsked(deps, incident, request, shown.proposal, decided);
  const approvers = await sendLinks(deps, {
    request,
    message: news === undefined ? requestMessage(facts, deps.noticeDetail) : news.message(facts),
    lines: askingLines(facts, deps.policy.policy),
    asked: people.asked,
    causedByAlarm: purpose === 'change' && news === undefined,
    told: news === undefined ? [] : people.others,
    seq: news?.seq ?? incident.seq,
  });
  return { kind: 'asked', approvers };
};

/** Who gets a link now, and who else is on duty. */
const whoIsAsked = (
  { policy, now }: Deps,
  { due }: Incident,
  request: ApprovalRequest,
  proposal: Proposal,
  decided: ReadonlySet<string>,
): { asked: Approver[]; others: Approver[] } => {
  const roster = onDuty(policy.roster, now());
  const asked = askedNow({
    approvers: request.approvers,
    roster,
    due,
    decided,
    quorum: requiredQuorum(request, proposal),
    mayDecide: (person) => denial(policy, person, 'approve', proposal) === undefined,
  });
  return { asked, others: roster.approvers.filter((person) => !asked.includes(person)) };
};

type Bound = Pick<ApprovalRequest, 'approvalId' | 'purpose' | 'incidentId' | 'choiceSetDigest'> & {
  askedBy: string | undefined;
};

const notOurs = (request: ApprovalRequest, bound: Bound, { policy, now }: Deps): string | undefined => {
  for (const field of ['approvalId', 'purpose', 'incidentId', 'choiceSetDigest', 'askedBy'] as const) {
    if (request[field] !== bound[field]) return `${field} is ${request[field]}`;
  }
  const latest = now().getTime() + policy.policy.approvalMinutes * 60_000;
  if (Date.parse(request.expiresAt) > latest) return `it would live until ${request.expiresAt}`;
  const stranger = request.approvers.find((name) => !policy.roster.approvers.some(({ id }) => id === name));
  return stranger === undefined ? undefined : `${stranger} is not in the roster`;
};
