import type { Notices } from '../../core/approval/ports.ts';
import { ApprovalRequest, endRequest } from '../../core/approval/request.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { terminal } from '../../core/incident/lifecycle.ts';
import type { Table } from '../../core/incident/table.ts';
import type { Meter, Once } from '../../core/runtime/effects.ts';
import { readFacts } from '../../core/report/facts.ts';
import { statusNotice } from './notice-text.ts';
import { remember } from './remember.ts';
import { closingReport } from '../../core/report/closing-report.ts';

type Deps = {
  table: Table;
  notices: Notices;
  once: Once;
  now: () => Date;
  meter: Meter;
  noticeDetail: 'minimal' | 'full';
};

/** Tells everybody how an incident stands; an incident that is over is also reported in writing and remembered. */
export const tell = async (deps: Deps, incident: Incident): Promise<void> => {
  const facts = terminal.has(incident.status) ? await readFacts(deps.table, incident) : undefined;
  const report = facts === undefined ? undefined : closingReport(facts);
  await deps.once(`${incident.id}/${incident.seq}`, async () => {
    await deps.notices.send(statusNotice(incident, deps.noticeDetail, report));
    return { sent: true };
  });
  if (incident.status === 'self_recovered') await voidRequest(deps, incident);
  if (facts !== undefined && report !== undefined) await remember(deps, facts, report);
  deps.meter.count(`Told_${incident.status}`);
};

/** The alarm recovered while a person was asked: the link must say so. */
const voidRequest = async ({ table }: Deps, { approvalId }: Incident): Promise<void> => {
  const item = approvalId === undefined ? undefined : await table.get(keys.approval(approvalId));
  const request = item === undefined ? undefined : ApprovalRequest.parse(item);
  if (request?.status === 'pending') await table.transact([endRequest(request, 'void')]);
};
