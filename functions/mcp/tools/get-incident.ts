import * as z from 'zod';
import { choiceOf } from '../../../core/approval/choice-document.ts';
import { incidentDocument, stepsOf } from '../../../core/approval/incident-document.ts';
import { keys } from '../../../core/incident/keys.ts';
import { ChoiceSet } from '../../../core/remediation/proposal.ts';
import { Validation } from '../../../core/remediation/validation.ts';
import { waitingFor } from '../waiting.ts';
import { incidentId, incidentTool } from './incident-tool.ts';

/** A flapping alarm makes a long history; the last steps say where an incident stands. */
const mostSteps = 40;

export const getIncident = incidentTool({
  name: 'get_incident',
  title: 'Show an incident',
  description:
    'One incident: its steps, the changes that were planned for it, whom it waits for, and how a change was judged.',
  input: z.strictObject({ incident: incidentId }),
  tell: async (deps, _who, incident) => {
    const { id } = incident;
    const { table } = deps;
    const [steps, waits, [choices, validation]] = await Promise.all([
      stepsOf(table, id),
      waitingFor(table, incident, deps.now()),
      table.getAll([keys.proposal(id), keys.validation(id)]),
    ]);
    const planned = ChoiceSet.safeParse(choices?.['body']).data;
    const judged = Validation.safeParse(validation?.['body']).data;
    return {
      kind: 'data',
      data: {
        incident: incidentDocument(incident),
        ...(incident.askedBy === undefined ? {} : { askedBy: incident.askedBy }),
        waitingFor: waits ?? null,
        validation: judged === undefined ? null : { outcome: judged.outcome, metrics: judged.checks },
        steps: steps.slice(-mostSteps),
        stepsLeftOut: Math.max(0, steps.length - mostSteps),
        choices: (planned?.choices ?? []).map(choiceOf),
      },
    };
  },
});
