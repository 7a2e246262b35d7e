import type { MacGenerator, Notices } from '../../core/approval/ports.ts';
import type { ApprovalRequest } from '../../core/approval/request.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { incidentOf } from '../../core/incident/step-event.ts';
import type { Versions } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { ChoiceSet } from '../../core/remediation/proposal.ts';
import type { Log, Meter, Once } from '../../core/runtime/effects.ts';
import { ask, executedChoice, parsedChoices } from './ask.ts';
import { openChangeRequest, openRollbackRequest } from './open-request.ts';
import { tell } from './tell.ts';

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
        return askOrTell(deps, incident, 'change', incident.approvalId);
      case 'awaiting_rollback_approval': {
        const choices = await choicesOf(deps.table, incident);
        await openRollbackRequest(deps, incident, choices, await executedChoice(deps.table, incident, choices));
        return askOrTell(deps, incident, 'rollback', incident.rollbackApprovalId);
      }
      default:
        await tell(deps, incident);
        return { kind: 'told' };
    }
  };

const choicesOf = async (table: Table, { id }: Incident): Promise<ChoiceSet> =>
  parsedChoices(id, await table.get(keys.proposal(id)));

/** A rollback that nobody can be asked about is told to everybody instead; its deadline pages again. */
const askOrTell = async (
  deps: Deps,
  incident: Incident,
  purpose: ApprovalRequest['purpose'],
  approvalId: string | undefined,
): Promise<Outcome> => {
  const asked = await ask(deps, incident, purpose, approvalId);
  if (asked.kind === 'asked') return asked;
  if (asked.kind === 'over') return { kind: 'stale' };
  await tell(deps, incident);
  return { kind: 'told' };
};
