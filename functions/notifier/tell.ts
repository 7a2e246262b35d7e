import { causedByAlarms } from '../../core/approval/notice/budget.ts';
import { type Detail, type Message, noticesToAudiences, noticeTo } from '../../core/approval/notice/message.ts';
import { statusMessage } from '../../core/approval/notice/status-message.ts';
import type { Notices } from '../../core/approval/ports.ts';
import { ApprovalRequest, endRequest } from '../../core/approval/request.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { terminal } from '../../core/incident/lifecycle.ts';
import type { TransitionRecord } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import { onDuty } from '../../core/policy/duty.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { ChoiceSet } from '../../core/remediation/proposal.ts';
import type { Log, Meter, Once } from '../../core/runtime/effects.ts';
import { readFacts } from '../../core/report/facts.ts';
import { deliver, ready } from './deliver.ts';
import { deliverWithinBudget } from './within-budget.ts';
import { remember } from './remember.ts';
import { closingReport } from '../../core/report/closing-report.ts';

type Deps = {
  table: Table;
  policy: PolicyLayer;
  notices: Notices;
  once: Once;
  now: () => Date;
  log: Log;
  meter: Meter;
  noticeDetail: Detail;
  approvalBaseUrl: string;
};

/**
 * Tells everybody on duty, the channels and the programs of one step, each once; what alarms alone have caused as far as the
 * hour of each holds it. Throws when somebody could not be told: the event is tried again, for them alone.
 */
const tellEverybody = async (deps: Deps, about: string, message: Message): Promise<void> => {
  const { roster, languages } = deps.policy;
  const { id: incidentId, service, severity, status } = message.incident;
  const outgoing = [
    ...onDuty(roster, deps.now()).approvers.map((person) => ready(noticeTo(person, message, languages))),
    ...noticesToAudiences(message, languages).map(ready),
  ];
  const failures = causedByAlarms.has(status)
    ? (await deliverWithinBudget(deps, { about, incidentId, service, severity, status }, outgoing)).failures
    : await deliver(deps, about, outgoing);
  const [first] = failures;
  if (first !== undefined) throw new Error(`not everybody could be told of ${about}`, { cause: first.error });
};

/** Whether people were asked in mode `propose`; a proposal that cannot be read keeps nobody from being told. */
const isExample = async ({ table }: Deps, id: string): Promise<boolean> => {
  const { data } = ChoiceSet.safeParse((await table.get(keys.proposal(id)))?.['body']);
  return data?.choices.some(({ mode }) => mode !== undefined) === true;
};

/** Tells of a person's decision; by now the incident may stand elsewhere. */
export const tellDecision = async (deps: Deps, incident: Incident, step: TransitionRecord): Promise<void> => {
  const { noticeDetail: detail, approvalBaseUrl: baseUrl } = deps;
  const example = step.to === 'approved' && (await isExample(deps, incident.id));
  const message = statusMessage({ incident, step, detail, baseUrl, example });
  await tellEverybody(deps, `${incident.id}/${step.seq}`, message);
  deps.meter.count(`Told_${step.to}`);
};

/** Tells everybody how an incident stands; an incident that is over is also reported in writing and remembered. */
export const tell = async (deps: Deps, incident: Incident, person?: string): Promise<void> => {
  const { status: to, reason, id, seq } = incident;
  // The notices may well go nowhere: who operates the system is told by an alarm, before anything else can fail.
  if (to === 'notify_failed') deps.meter.count('ApproversNotReached');
  const facts = terminal.has(to) ? await readFacts(deps.table, incident) : undefined;
  const report = facts === undefined ? undefined : closingReport(facts);
  const step = { to, ...(person === undefined ? {} : { person }), ...(reason === undefined ? {} : { reason }) };
  const { noticeDetail: detail, approvalBaseUrl: baseUrl } = deps;
  const told = tellEverybody(deps, `${id}/${seq}`, statusMessage({ incident, step, detail, baseUrl }, report));
  // What is to be kept is kept whether everybody could be told or not.
  const [sent] = await Promise.allSettled([told]);
  if (to === 'self_recovered') await voidRequest(deps, incident);
  if (facts !== undefined && report !== undefined) await remember(deps, facts, report);
  if (sent.status === 'rejected') throw sent.reason;
  deps.meter.count(`Told_${to}`);
};

/** The alarm recovered while a person was asked: the link must say so. */
const voidRequest = async ({ table }: Deps, { approvalId }: Incident): Promise<void> => {
  const item = approvalId === undefined ? undefined : await table.get(keys.approval(approvalId));
  const request = item === undefined ? undefined : ApprovalRequest.parse(item);
  if (request?.status === 'pending') await table.transact([endRequest(request, 'void')]);
};
