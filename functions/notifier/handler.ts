import type { MacGenerator, Notices } from '../../core/approval/ports.ts';
import { ApprovalRequest, endRequest } from '../../core/approval/request.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { terminal } from '../../core/incident/lifecycle.ts';
import { purgeAt, type Versions } from '../../core/incident/step.ts';
import { incidentOf } from '../../core/incident/step-event.ts';
import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Log, Meter, Once } from '../../core/runtime/effects.ts';
import { type Facts, readFacts } from './facts.ts';
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
    const facts = await readFacts(deps.table, incident);
    switch (incident.status) {
      case 'proposed':
        if (facts.choices === undefined) throw new Error(`incident ${incident.id} has no proposal`);
        return openChangeRequest(deps, incident, facts.choices);
      case 'awaiting_approval':
        return ask(deps, facts, incident.approvalId);
      case 'awaiting_rollback_approval':
        if (facts.choices !== undefined) await openRollbackRequest(deps, incident, facts.choices);
        return ask(deps, facts, incident.rollbackApprovalId);
      default:
        return tell(deps, facts);
    }
  };

const ask = async (deps: Deps, facts: Facts, approvalId: string | undefined): Promise<Outcome> => {
  const { incident, diagnosis, choices } = facts;
  const item = approvalId === undefined ? undefined : await deps.table.get(keys.approval(approvalId));
  const proposal = choices?.choices[0];
  // A rollback that nobody can be asked about is told to everybody instead; its deadline pages again.
  if (item === undefined || proposal === undefined) return tell(deps, facts);
  const request = ApprovalRequest.parse(item);
  if (request.status !== 'pending') return { kind: 'stale' };
  const detail: Detail =
    deps.noticeDetail === 'minimal'
      ? { level: 'minimal' }
      : { level: 'full', cause: diagnosis?.causes[0]?.summary, source: diagnosis?.source, proposal };
  return { kind: 'asked', approvers: await sendLinks(deps, incident, request, detail) };
};

const tell = async (deps: Deps, facts: Facts): Promise<Outcome> => {
  const { incident } = facts;
  const report = terminal.has(incident.status) ? closingReport(facts) : undefined;
  await deps.once(`${incident.id}/${incident.seq}`, async () => {
    await deps.notices.send(statusNotice(incident, deps.noticeDetail, report));
    return { sent: true };
  });
  if (incident.status === 'self_recovered') await voidRequest(deps, incident);
  if (report !== undefined) await remember(deps, facts, report);
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
