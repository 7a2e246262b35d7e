import * as z from 'zod';
import { screen } from '../../../core/evidence/sanitize.ts';
import { targetOf } from '../../../core/policy/alarm-target.ts';
import { askAgain } from '../../../core/policy/ask-again.ts';
import { waitingFor } from '../waiting.ts';
import { incidentId, incidentTool } from './incident-tool.ts';
import { mayNotAsk } from './may-ask.ts';
import { reason } from './reason.ts';
import { refused } from './tool.ts';

const asks = 'to ask for a fix';

export const proposeFix = incidentTool({
  name: 'propose_fix',
  title: 'Ask for another look',
  description:
    'Asks that an incident which ended without a change be looked at again: opens a new one for the same alarm and resource, which is analyzed and planned like any other. A person decides it, and never the one who asks here. Where the resource has an open incident, tells that one instead.',
  input: z.strictObject({ incident: incidentId, reason }),
  asks,
  tell: async (deps, who, incident, { reason: why }) => {
    // What its alarm is about may be another resource by the runbooks of today.
    const target = targetOf(deps.policy, incident.alarm);
    const denied = target.kind === 'matched' ? mayNotAsk(deps.policy, who, asks, target.resource) : undefined;
    if (denied !== undefined) return refused(denied);
    const asked = await askAgain(deps, who.person.id, incident, screen(why, 500).text);
    if (asked === 'lost') return 'lost';
    if (asked.kind === 'refused') return refused(asked.reason);
    if (asked.kind === 'open') {
      const { id: open, status } = asked.incident;
      const waits = await waitingFor(deps.table, asked.incident, deps.now());
      return { kind: 'data', data: { outcome: 'already_open', incident: open, status, waitingFor: waits ?? null } };
    }
    deps.log.info('an incident was asked for', { incidentId: asked.incidentId, person: who.person.id });
    return {
      kind: 'data',
      data: { outcome: 'asked', incident: asked.incidentId, status: 'detected', decides: 'a person, and not you' },
    };
  },
});
