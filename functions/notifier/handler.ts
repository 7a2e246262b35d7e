import type { MacGenerator, Notices } from '../../core/approval/ports.ts';
import { ApprovalRequest, endRequest } from '../../core/approval/request.ts';
import { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { terminal } from '../../core/incident/lifecycle.ts';
import { purgeAt, type Versions } from '../../core/incident/step.ts';
import { incidentOf } from '../../core/incident/step-event.ts';
import type { Item, Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { ChoiceSet } from '../../core/remediation/proposal.ts';
import type { Log, Meter, Once } from '../../core/runtime/effects.ts';
import { bodyOf, type Facts, readFacts } from './facts.ts';
import { type Detail, statusNotice } from './notice-text.ts';
import { openChangeRequest, openRollbackRequest } from './open-request.ts';
import { closingReport } from './report.ts';
import { sendLinks } from './send-links.ts';

export type Deps = {
  table: Table;
  policy: PolicyLayer;
  notices: Notices;
  linkGenerator: MacGenerator;
  once: Once;
  versions: Versions;
  now: () => Date;
  log: Log;
  meter: Meter;
  approvalBaseUrl: string;
  noticeDetail: 'minimal' | 'full';
};
export type Outcome =
  | { kind: 'stale' | 'awaiting_approval' | 'notify_failed' | 'told' }
  | { kind: 'asked'; approvers: number };

/** Asks the people who may decide, and tells everybody how an incident stands in each state that needs a person. */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Outcome> => {
    const found = await incidentOf(deps.table, event);
    if (found.kind === 'stale') return { kind: 'stale' };
    const { incident } = found;
    switch (incident.status) {
      case 'proposed':
        return openChangeRequest(deps, incident, await choicesOf(deps.table, incident));
      case 'awaiting_approval':
        return ask(deps, incident, incident.approvalId);
      case 'awaiting_rollback_approval':
        await openRollbackRequest(deps, incident, await choicesOf(deps.table, incident));
        return ask(deps, incident, incident.rollbackApprovalId);
      default:
        return tell(deps, incident);
    }
  };

const choicesOf = async (table: Table, { id }: Incident): Promise<ChoiceSet> =>
  parsedChoices(id, await table.get(keys.proposal(id)));

const parsedChoices = (id: string, item: Item | undefined): ChoiceSet => {
  const choices = bodyOf(item, ChoiceSet);
  if (choices === undefined) throw new Error(`incident ${id} has no proposal`);
  return choices;
};

const ask = async (deps: Deps, incident: Incident, approvalId: string | undefined): Promise<Outcome> => {
  // A rollback that nobody can be asked about is told to everybody instead; its deadline pages again.
  if (approvalId === undefined) return tell(deps, incident);
  const { id } = incident;
  const read = [keys.approval(approvalId), keys.proposal(id), keys.diagnosis(id)];
  const [asked, choices, diagnosis] = await deps.table.getAll(read);
  if (asked === undefined) return tell(deps, incident);
  const request = ApprovalRequest.parse(asked);
  if (request.status !== 'pending') return { kind: 'stale' };
  const detail = detailOf(deps, parsedChoices(id, choices), diagnosis);
  return { kind: 'asked', approvers: await sendLinks(deps, incident, request, detail) };
};

/** What the notice may say: risk always, cause and change only where the policy lets them leave the VPC. */
const detailOf = ({ noticeDetail }: Deps, { incidentId, choices }: ChoiceSet, diagnosed: Item | undefined): Detail => {
  const [proposal] = choices;
  if (proposal === undefined) throw new Error(`incident ${incidentId} has no choice`);
  if (noticeDetail === 'minimal') return { level: 'minimal', risk: proposal.risk.level };
  const diagnosis = bodyOf(diagnosed, Diagnosis);
  return { level: 'full', proposal, cause: diagnosis?.causes[0]?.summary, source: diagnosis?.source };
};

const tell = async (deps: Deps, incident: Incident): Promise<Outcome> => {
  const facts = terminal.has(incident.status) ? await readFacts(deps.table, incident) : undefined;
  const report = facts === undefined ? undefined : closingReport(facts);
  await deps.once(`${incident.id}/${incident.seq}`, async () => {
    await deps.notices.send(statusNotice(incident, deps.noticeDetail, report));
    return { sent: true };
  });
  if (incident.status === 'self_recovered') await voidRequest(deps, incident);
  if (facts !== undefined && report !== undefined) await remember(deps, facts, report);
  deps.meter.count(`Told_${incident.status}`);
  return { kind: 'told' };
};

/** The alarm recovered while a person was asked: the link must say so. */
const voidRequest = async ({ table }: Deps, { approvalId }: Incident): Promise<void> => {
  const item = approvalId === undefined ? undefined : await table.get(keys.approval(approvalId));
  const request = item === undefined ? undefined : ApprovalRequest.parse(item);
  if (request?.status === 'pending') await table.transact([endRequest(request, 'void')]);
};

/** The closed incident as knowledge: what it was, what was done and how it ended, with the written report. */
const remember = async (deps: Deps, { incident, diagnosis, choices }: Facts, report: string): Promise<void> => {
  const signature = `${incident.runbook ?? 'none'}/${diagnosis?.causes[0]?.category ?? 'none'}`;
  const body = {
    resource: incident.resource,
    outcome: incident.status,
    actions: choices?.choices[0]?.actions.map(({ id }) => id) ?? [],
    openedAt: incident.openedAt,
    closedAt: incident.changedAt,
    report,
  };
  const item = { ...keys.knowledge(signature, incident.id), body, purgeAt: purgeAt(deps.now()) };
  await deps.table.transact([{ kind: 'create', item }]);
};
