import { chosenOf } from '../../core/approval/chosen.ts';
import type { MacGenerator, Notices } from '../../core/approval/ports.ts';
import { Decision } from '../../core/approval/proof.ts';
import { ApprovalRequest } from '../../core/approval/request.ts';
import { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys, prefixes } from '../../core/incident/keys.ts';
import type { Item, Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { choiceSetDigest } from '../../core/remediation/digest.ts';
import { ChoiceSet, type Proposal } from '../../core/remediation/proposal.ts';
import type { Log, Meter, Once } from '../../core/runtime/effects.ts';
import { bodyOf } from '../../core/incident/stored-body.ts';
import type { Detail } from './notice-text.ts';
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
  noticeDetail: 'minimal' | 'full';
};

/** The stored choices of an incident. Throws when there are none: then there is nothing to ask about. */
export const parsedChoices = (id: string, item: Item | undefined): ChoiceSet => {
  const choices = bodyOf(item, ChoiceSet);
  if (choices === undefined) throw new Error(`incident ${id} has no proposal`);
  return choices;
};

/** The choice that was approved and executed: what a rollback would take back. */
export const executedChoice = async (table: Table, { approvalId }: Incident, choices: ChoiceSet): Promise<Proposal> => {
  const items = approvalId === undefined ? [] : await table.list(keys.approval(approvalId).pk, prefixes.decision);
  return chosenOf(
    choices,
    items.map((item) => Decision.parse(item)),
  );
};

/**
 * Sends the links of the request an incident waits on; `none` when there is no request, `over` when it was decided.
 * A link is only signed for a request that is the one this function would open now: the row may have been written by
 * anybody.
 */
export const ask = async (
  deps: Deps,
  incident: Incident,
  purpose: ApprovalRequest['purpose'],
  approvalId: string | undefined,
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
    { approvalId, purpose, incidentId: id, choiceSetDigest: choiceSetDigest(choices) },
    deps,
  );
  if (wrong !== undefined)
    throw new Error(`the request ${approvalId} of ${id} is not the one that was opened: ${wrong}`);
  const shown =
    purpose === 'rollback'
      ? { proposal: await executedChoice(deps.table, incident, choices), alternatives: 0 }
      : { proposal: chosenOf(choices, []), alternatives: choices.choices.length - 1 };
  return { kind: 'asked', approvers: await sendLinks(deps, incident, request, detailOf(deps, shown, diagnosis)) };
};

type Bound = Pick<ApprovalRequest, 'approvalId' | 'purpose' | 'incidentId' | 'choiceSetDigest'>;

const notOurs = (request: ApprovalRequest, bound: Bound, { policy, now }: Deps): string | undefined => {
  for (const field of ['approvalId', 'purpose', 'incidentId', 'choiceSetDigest'] as const) {
    if (request[field] !== bound[field]) return `${field} is ${request[field]}`;
  }
  const latest = now().getTime() + policy.policy.approvalMinutes * 60_000;
  if (Date.parse(request.expiresAt) > latest) return `it would live until ${request.expiresAt}`;
  const stranger = request.approvers.find((name) => !policy.roster.approvers.some(({ id }) => id === name));
  return stranger === undefined ? undefined : `${stranger} is not in the roster`;
};

/** What the notice may say: risk always, cause and change only where the policy lets them leave the VPC. */
const detailOf = (
  { noticeDetail }: Deps,
  { proposal, alternatives }: { proposal: Proposal; alternatives: number },
  diagnosed: Item | undefined,
): Detail => {
  if (noticeDetail === 'minimal') return { level: 'minimal', risk: proposal.risk.level };
  const diagnosis = bodyOf(diagnosed, Diagnosis);
  return { level: 'full', proposal, alternatives, cause: diagnosis?.causes[0]?.summary, source: diagnosis?.source };
};
