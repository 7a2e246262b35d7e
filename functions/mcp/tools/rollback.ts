import * as z from 'zod';
import type { Incident } from '../../../core/incident/incident.ts';
import { waitingFor } from '../waiting.ts';
import { mayNotAsk } from './may-ask.ts';
import { reason } from './reason.ts';
import { incidentId, ofIncident, refused, tool } from './tool.ts';

/** What there is to say of a rollback where none can be asked for here. */
const noteOf = ({ id, status }: Incident): string => {
  switch (status) {
    case 'awaiting_rollback_approval':
      return 'people are asked already; they decide on the page that their own link opens';
    case 'rolling_back':
      return 'it is being taken back';
    case 'rolled_back':
      return 'it was taken back';
    case 'resolved':
      return `a person asks for it: npm run ops -- rollback ${id} --reason <text>`;
    case 'executing':
    case 'executed':
    case 'execution_failed':
    case 'fix_ineffective':
    case 'inconclusive':
      return 'the change is still being made or judged; what fails is taken back as its approval says';
    case 'outcome_unknown':
    case 'rollback_failed':
      return 'nobody knows in which state the resource is: a person must look and close the incident';
    default:
      return 'nothing of it is applied, so there is nothing to take back';
  }
};

export const rollback = tool({
  name: 'rollback',
  title: 'Ask that a change be taken back',
  description: 'Takes nothing back: tells whether a rollback is asked for, waits for people, is under way or done.',
  input: z.strictObject({ incident: incidentId, reason }),
  asks: true,
  run: (deps, who, { incident: id }) =>
    ofIncident(deps, who, id, async (incident) => {
      const denied = mayNotAsk(deps.policy, who, 'to ask for a rollback', incident.resource);
      if (denied !== undefined) return refused(denied);
      const waits = await waitingFor(deps.table, incident, deps.now());
      return {
        kind: 'data',
        data: {
          incident: id,
          status: incident.status,
          ...(waits === undefined ? {} : { waitingFor: waits }),
          note: noteOf(incident),
        },
      };
    }),
});
