import type { Alarm } from '../../core/incident/alarm.ts';
import { correlationWrite, readCorrelation } from '../../core/incident/correlation-item.ts';
import { onRecovery } from '../../core/incident/correlate.ts';
import { mayMove } from '../../core/incident/lifecycle.ts';
import { scopeKey } from '../../core/incident/resource.ts';
import { readIncident, stepWrites } from '../../core/incident/step.ts';
import { sha256 } from '../../core/remediation/digest.ts';
import type { Deps, Outcome } from './outcome.ts';
import { settle } from './settle.ts';
import { targetOf } from '../../core/policy/alarm-target.ts';

/**
 * Takes in an alarm that went OK. The incident ends when none of its alarms fires any more and nothing was executed
 * yet, unless it flaps; from `executing` on the validator looks at the alarm itself. The approval request is not touched: approval-api
 * sees that the incident moved on.
 */
export const recover = (deps: Deps, alarm: Alarm, spoke: string | undefined): Promise<Outcome> => {
  const scope = scopeKey(targetOf(deps.policy, alarm).resource, spoke);
  return settle(deps, `the incident of ${scope}`, async (): Promise<Outcome | 'lost'> => {
    const known = await readCorrelation(deps.table, scope);
    const decided = onRecovery(alarm, known);
    if (known === undefined || decided.kind === 'nothing') return ignored('no incident of this alarm is open');
    const { incidentId } = known;

    const incident = await readIncident(deps.table, incidentId);
    if (incident === undefined || !mayMove(incident.status, 'self_recovered', 'alarm-handler')) {
      return ignored('the incident of this alarm has ended or is past approval');
    }

    const at = deps.now();
    const remembered = correlationWrite(scope, known, decided.next, at);
    if (decided.kind !== 'recovered') {
      const { kind } = await deps.table.transact([remembered]);
      return kind === 'lost' ? 'lost' : { kind: decided.kind === 'partly' ? 'still_firing' : 'flapping', incidentId };
    }
    const ending = stepWrites(incident, {
      to: 'self_recovered',
      by: 'alarm-handler',
      at,
      reason: `the alarm ${alarm.name} went OK at ${alarm.at}, before anything was executed`,
      digests: { alarm: sha256(alarm) },
      versions: deps.versions,
    });
    const { kind } = await deps.table.transact([...ending, remembered]);
    return kind === 'lost' ? 'lost' : { kind: 'self_recovered', incidentId };
  });
};

const ignored = (reason: string): Outcome => ({ kind: 'ignored', reason });
