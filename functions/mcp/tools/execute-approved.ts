import * as z from 'zod';
import type { Status } from '../../../core/incident/lifecycle.ts';
import { waitingFor } from '../waiting.ts';
import { incidentId, incidentTool } from './incident-tool.ts';

type State =
  | 'preparing'
  | 'waiting'
  | 'executing'
  | 'done'
  | 'taking_back'
  | 'taken_back'
  | 'ended_without_change'
  | 'needs_a_person';

const states: Readonly<Record<Status, State>> = {
  detected: 'preparing',
  analyzed: 'preparing',
  proposed: 'preparing',
  awaiting_approval: 'waiting',
  awaiting_rollback_approval: 'waiting',
  approved: 'executing',
  executing: 'executing',
  executed: 'executing',
  rolling_back: 'taking_back',
  resolved: 'done',
  rolled_back: 'taken_back',
  report_only: 'ended_without_change',
  notify_failed: 'ended_without_change',
  rejected: 'ended_without_change',
  expired: 'ended_without_change',
  self_recovered: 'ended_without_change',
  refused: 'ended_without_change',
  execution_failed: 'needs_a_person',
  outcome_unknown: 'needs_a_person',
  fix_ineffective: 'needs_a_person',
  inconclusive: 'needs_a_person',
  rollback_failed: 'needs_a_person',
  closed: 'done',
};

const notes: Readonly<Record<State, string>> = {
  preparing: 'nothing is planned yet, so nobody is asked',
  waiting: 'people decide on the page that their own link opens; no tool decides',
  executing: 'what people approved is on its way: the executor applies it, the validator watches it',
  done: 'it is over',
  taking_back: 'what was applied is being taken back',
  taken_back: 'what was applied was taken back',
  ended_without_change: 'nothing was changed; propose_fix asks for another look',
  needs_a_person: 'it is on its way back, or a person must look',
};

export const executeApproved = incidentTool({
  name: 'execute_approved',
  title: 'Ask how far an approved change is',
  description:
    'Executes nothing: what people approve is executed at once, without being asked. Tells the state: waiting for whom and until when, executing, done, or ended and why.',
  input: z.strictObject({ incident: incidentId }),
  asks: 'to ask for an execution',
  tell: async (deps, _who, incident) => {
    const { id, status, reason, changedAt } = incident;
    const state = states[status];
    const waits = await waitingFor(deps.table, incident, deps.now());
    return {
      kind: 'data',
      data: {
        incident: id,
        state,
        status,
        since: changedAt,
        ...(reason === undefined ? {} : { reason }),
        ...(waits === undefined ? {} : { waitingFor: waits }),
        note: notes[state],
      },
    };
  },
});
