import * as z from 'zod';
import { requestRollback } from '../../../core/approval/request-rollback.ts';
import { screen } from '../../../core/evidence/sanitize.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { waitingFor } from '../waiting.ts';
import { incidentId, incidentTool } from './incident-tool.ts';
import { reason } from './reason.ts';
import { refused, type Told, type ToolDeps } from './tool.ts';

/** What there is to say of a rollback where none can be asked for. */
const noteOf = ({ status }: Incident): string => {
  switch (status) {
    case 'awaiting_rollback_approval':
      return 'people are asked already; they decide on the page that their own link opens';
    case 'rolling_back':
      return 'it is being taken back';
    case 'rolled_back':
      return 'it was taken back';
    case 'executing':
    case 'executed':
    case 'execution_failed':
    case 'fix_ineffective':
    case 'inconclusive':
      return 'the change is still being made or judged; what fails is taken back as its approval says';
    case 'outcome_unknown':
    case 'rollback_failed':
      return 'nobody knows in which state the resource is: a person must look and close the incident';
    case 'closed':
      return 'it is closed: a person judged its change and left it as it is';
    default:
      return 'nothing of it is applied, so there is nothing to take back';
  }
};

const stateOf = async ({ table, now }: ToolDeps, incident: Incident): Promise<Told> => {
  const { id, status } = incident;
  const waits = await waitingFor(table, incident, now());
  return {
    kind: 'data',
    data: { incident: id, status, ...(waits === undefined ? {} : { waitingFor: waits }), note: noteOf(incident) },
  };
};

export const rollback = incidentTool({
  name: 'rollback',
  title: 'Ask that a change be taken back',
  description:
    'Takes nothing back: asks people whether the change of a resolved incident is to be taken back. A person decides it, and never the one who asks here; without an answer the change stays. Of any other incident it tells whether a rollback waits for people, is under way or done.',
  input: z.strictObject({ incident: incidentId, reason }),
  asks: 'to ask for a rollback',
  tell: async (deps, who, incident, { reason: why }) => {
    if (incident.status !== 'resolved') return stateOf(deps, incident);
    const asked = await requestRollback(deps, 'mcp', who, incident, screen(why, 500).text);
    if (asked.kind === 'lost') return 'lost';
    if (asked.kind !== 'asked') return refused(asked.why);
    const { id } = incident;
    deps.log.info('rollback asked for', { incidentId: id, person: who.person.id });
    return {
      kind: 'data',
      data: {
        outcome: 'asked',
        incident: id,
        status: 'awaiting_rollback_approval',
        decideBy: asked.decideBy,
        decides: 'a person, and not you',
      },
    };
  },
});
