import * as z from 'zod';
import type { Identity } from '../../../core/approval/identity.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { heldByPerson } from '../../../core/incident/lifecycle.ts';
import { advance } from '../../../core/incident/step.ts';
import { cleanText } from '../../../core/incident/text.ts';
import type { HttpResponse } from '../../../core/approval/http/request.ts';
import { incidentId, reason } from './fields.ts';
import { busy, noIncident, type OperationDeps, operation, outcome } from './operation.ts';
import { notAnAdmin } from '../../../core/approval/operator.ts';
import { visibleIncident } from '../../../core/approval/visible-incident.ts';

const Body = z.strictObject({ incidentId, reason });

/** Why this incident is not closed in this way, or undefined when it can be. */
const refusal = ({ status, reason: why }: Incident): HttpResponse | undefined => {
  if (heldByPerson.has(status)) return undefined;
  if (status === 'closed') return outcome('already', `it is closed already${why === undefined ? '' : `: ${why}`}`);
  if (status === 'awaiting_rollback_approval') {
    return outcome(
      'refused',
      'a rollback is being asked for: to keep the change is a decision of its own, so reject it',
    );
  }
  return outcome('refused', `it is ${status.replaceAll('_', ' ')}: no person needs to close it`);
};

const closing = (deps: OperationDeps, { person }: Identity, incident: Incident, why: string) =>
  advance(deps.table, incident, {
    to: 'closed',
    by: 'approval-api',
    at: deps.now(),
    person: person.id,
    reason: cleanText(`closed by ${person.id}: ${why}`, 600),
    versions: deps.versions,
  });

/**
 * Ends an incident that only a person can end: its step names them and why, and its leases are released in the same
 * transaction. What was applied stays as it is.
 */
export const close = operation(Body, async (deps, who, body) => {
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const incident = await visibleIncident(deps, who, body.incidentId);
    if (incident === undefined) return noIncident();
    const denied = notAnAdmin(deps.policy, who, 'closing an incident', incident.resource);
    if (denied !== undefined) return outcome('not-permitted', denied);
    const refused = refusal(incident);
    if (refused !== undefined) return refused;
    const { kind } = await closing(deps, who, incident, body.reason);
    if (kind === 'committed') {
      deps.log.info('incident closed', { incidentId: incident.id, person: who.person.id });
      const { length } = incident.leases;
      return outcome('done', `closed; ${length} ${length === 1 ? 'resource is' : 'resources are'} released`);
    }
  }
  return busy();
});
