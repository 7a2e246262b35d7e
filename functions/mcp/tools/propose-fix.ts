import * as z from 'zod';
import { screen } from '../../../core/evidence/sanitize.ts';
import { targetOf } from '../../../core/policy/alarm-target.ts';
import { askAgain } from '../../../core/policy/ask-again.ts';
import { waitingFor } from '../waiting.ts';
import { mayNotAsk } from './may-ask.ts';
import { reason } from './reason.ts';
import { incidentId, ofIncident, refused, type Told, tool } from './tool.ts';

/** A lost transaction is read again and tried once more: the resource's incident may have opened in between. */
const attempts = 2;

export const proposeFix = tool({
  name: 'propose_fix',
  title: 'Ask for another look',
  description:
    'Asks that an incident which ended without a change be looked at again: opens a new one for the same alarm and resource, which is analyzed and planned like any other. A person decides it, and never the one who asks here. Where the resource has an open incident, tells that one instead.',
  input: z.strictObject({ incident: incidentId, reason }),
  asks: true,
  run: (deps, who, { incident: id, reason: why }) =>
    ofIncident(deps, who, id, async (incident): Promise<Told> => {
      // What its alarm is about may be another resource by the runbooks of today.
      const target = targetOf(deps.policy, incident.alarm);
      const denied = [incident.resource, ...(target.kind === 'matched' ? [target.resource] : [])]
        .map((resource) => mayNotAsk(deps.policy, who, 'to ask for a fix', resource))
        .find((because) => because !== undefined);
      if (denied !== undefined) return refused(denied);
      for (let attempt = 1; attempt <= attempts; attempt += 1) {
        const asked = await askAgain(deps, who.person.id, incident, screen(why, 500).text);
        if (asked === 'lost') continue;
        if (asked.kind === 'refused') return refused(asked.reason);
        if (asked.kind === 'open') {
          const { id: open, status } = asked.incident;
          const waits = await waitingFor(deps.table, asked.incident, deps.now());
          return {
            kind: 'data',
            data: { outcome: 'already_open', incident: open, status, waitingFor: waits ?? null },
          };
        }
        deps.log.info('an incident was asked for', { incidentId: asked.incidentId, person: who.person.id });
        return {
          kind: 'data',
          data: { outcome: 'asked', incident: asked.incidentId, status: 'detected', decides: 'a person, and not you' },
        };
      }
      return refused('others wrote at this very moment and nothing of yours was recorded; try again');
    }),
});
