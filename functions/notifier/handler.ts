import type { Detail } from '../../core/approval/notice/message.ts';
import { kindOf } from '../../core/approval/notice/request-message.ts';
import { partialMessage } from '../../core/approval/notice/status-message.ts';
import type { MacGenerator, Notices } from '../../core/approval/ports.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { incidentOf, StepEvent } from '../../core/incident/step-event.ts';
import { readIncident, StoredTransition, type TransitionRecord, type Versions } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { ChoiceSet } from '../../core/remediation/proposal.ts';
import type { Log, Meter, Once } from '../../core/runtime/effects.ts';
import { ask, executedChoice, parsedChoices, type Question } from './ask.ts';
import { openChangeRequest, openRollbackRequest } from './open-request.ts';
import { tell, tellDecision } from './tell.ts';

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
  noticeDetail: Detail;
};
export type Outcome =
  | { kind: 'stale' | 'awaiting_approval' | 'notify_failed' | 'told' }
  | { kind: 'asked'; approvers: number };

/**
 * Asks the people who may decide, and tells everybody how an incident stands in each state that needs a person, and what
 * each person decided.
 */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Outcome> => {
    const step = await stepOf(deps.table, event);
    if (step?.by === 'approval-api' && goesOn(step)) return decided(deps, step);
    const found = await incidentOf(deps.table, event);
    if (found.kind === 'stale') return { kind: 'stale' };
    const { incident } = found;
    switch (incident.status) {
      case 'proposed':
        return openChangeRequest(deps, incident, await choicesOf(deps.table, incident));
      case 'awaiting_approval':
        return askForChange(deps, incident, step);
      case 'awaiting_rollback_approval': {
        const choices = await choicesOf(deps.table, incident);
        await openRollbackRequest(deps, incident, choices, await executedChoice(deps.table, incident, choices));
        return askOrTell(deps, incident, { purpose: 'rollback', approvalId: incident.rollbackApprovalId });
      }
      default:
        await tell(deps, incident, step?.person);
        return { kind: 'told' };
    }
  };

/** A decision after which the system goes on at once, or which waits for another: no end, and nothing that is asked. */
const goesOn = ({ from, to }: TransitionRecord): boolean => from === to || to === 'approved' || to === 'rolling_back';

/** The record of the step that an event speaks of, which never changes, wherever the incident stands by now. */
const stepOf = async (table: Table, event: unknown): Promise<TransitionRecord | undefined> => {
  const { incidentId, seq } = StepEvent.parse(event).detail;
  const item = await table.get(keys.transition(incidentId, seq));
  return item === undefined ? undefined : StoredTransition.parse(item);
};

const choicesOf = async (table: Table, { id }: Incident): Promise<ChoiceSet> =>
  parsedChoices(id, await table.get(keys.proposal(id)));

/**
 * What somebody decided is told even when the incident has moved on, as it does within a second of an approval. One of
 * several who must approve moves nothing: the others are asked again, with their links.
 */
const decided = async (deps: Deps, step: TransitionRecord): Promise<Outcome> => {
  const incident = await readIncident(deps.table, step.incidentId);
  if (incident === undefined) throw new Error(`no incident ${step.incidentId} in the table`);
  if (step.from !== step.to) {
    await tellDecision(deps, incident, step);
    return { kind: 'told' };
  }
  // Decided, ended or recovered meanwhile: that is told by a step of its own.
  if (incident.status !== step.to) return { kind: 'stale' };
  const question: Question =
    step.to === 'awaiting_approval'
      ? { purpose: 'change', approvalId: incident.approvalId }
      : { purpose: 'rollback', approvalId: incident.rollbackApprovalId };
  const { noticeDetail: detail, approvalBaseUrl: baseUrl } = deps;
  const asked = await ask(deps, incident, question, {
    seq: step.seq,
    message: ({ request }) => partialMessage({ incident, step, detail, baseUrl }, kindOf(request)),
  });
  return asked.kind === 'asked' ? asked : { kind: 'stale' };
};

/** From the alarm to the first link; a reminder is sent long after. */
const askForChange = async (deps: Deps, incident: Incident, step: TransitionRecord | undefined): Promise<Outcome> => {
  const asked = await askOrTell(deps, incident, { purpose: 'change', approvalId: incident.approvalId });
  if (asked.kind === 'asked' && asked.approvers > 0 && step?.from !== step?.to) {
    deps.meter.seconds(
      'TimeToPropose',
      (deps.now().getTime() - Date.parse(incident.askedBy === undefined ? incident.alarm.at : incident.openedAt)) /
        1000,
    );
  }
  return asked;
};

/** A rollback that nobody can be asked about is told to everybody instead; its deadline asks again. */
const askOrTell = async (deps: Deps, incident: Incident, question: Question): Promise<Outcome> => {
  const asked = await ask(deps, incident, question);
  if (asked.kind === 'asked') return asked;
  if (asked.kind === 'over') return { kind: 'stale' };
  deps.meter.count('ApproversNotReached');
  await tell(deps, incident);
  return { kind: 'told' };
};
