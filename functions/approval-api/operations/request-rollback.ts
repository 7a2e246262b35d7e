import * as z from 'zod';
import { requestRollback } from '../../../core/approval/request-rollback.ts';
import { incidentId, reason } from './fields.ts';
import { busy, noIncident, operation, outcome } from './operation.ts';
import { visibleIncident } from '../../../core/approval/visible-incident.ts';

const Body = z.strictObject({ incidentId, reason });

/** Asks that the change of a resolved incident be taken back: others are asked, and the step names who asked and why. */
export const requestRollbackOperation = operation(Body, async (deps, who, body) => {
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const incident = await visibleIncident(deps, who, body.incidentId);
    if (incident === undefined) return noIncident();
    const asked = await requestRollback(deps, 'approval-api', who, incident, body.reason);
    if (asked.kind === 'asked') {
      deps.log.info('rollback asked for', { incidentId: incident.id, person: who.person.id });
      return outcome('done', `asked: others decide until ${asked.decideBy}, and without an answer the change stays`);
    }
    if (asked.kind !== 'lost') return outcome(asked.kind, asked.why);
  }
  return busy();
});
