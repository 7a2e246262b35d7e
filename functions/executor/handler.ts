import { authorityFor } from '../../core/approval/authority.ts';
import { readClaimed } from '../../core/approval/claimed.ts';
import type { MacVerifier } from '../../core/approval/ports.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { advance, type Step, type Versions } from '../../core/incident/step.ts';
import { incidentOf } from '../../core/incident/step-event.ts';
import { conclude } from '../../core/remediation/conclude.ts';
import { resumeRun } from '../../core/remediation/run.ts';
import type { Claims, RemediationSession } from '../../core/remediation/ports.ts';
import type { Log, Meter } from '../../core/runtime/effects.ts';
import { applyAll } from './apply.ts';
import { claim } from './claim.ts';
import { firstRefusal, type GateDeps, inTime, passGates } from './gates.ts';
import { openSession } from '../../core/remediation/session.ts';

export type Deps = GateDeps & {
  versions: Versions;
  proofVerifier: MacVerifier;
  claims: Claims;
  session: RemediationSession;
  log: Log;
  meter: Meter;
};

export type Outcome =
  | { kind: 'stale' | 'running' | 'self_recovered' | 'settling' | 'executed' | 'execution_failed' | 'outcome_unknown' }
  | { kind: 'refused'; reason: string };

/**
 * Started by `approved`, and by `executing` when an earlier invocation died. Proof, gates, session, drift, claim; then
 * the approved bytes, journalled. Nothing here decides what to change: that was fixed when it was approved.
 */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Outcome> => {
    const found = await incidentOf(deps.table, event);
    if (found.kind === 'stale') return { kind: 'stale' };
    const { incident } = found;

    const claimed = incident.approvalId === undefined ? undefined : await readClaimed(deps.table, incident.approvalId);
    if (claimed === undefined) return refuse(deps, incident, 'there is no approval for this incident');
    const authority = await authorityFor('change', claimed, incident.id, deps.proofVerifier, deps.policy.roster);
    if (authority.kind === 'refused') return refuse(deps, incident, authority.reason);

    if (incident.status === 'executing') {
      if (!(await resumeRun(deps.table, incident, 'apply', deps.now()))) return { kind: 'running' };
      const session = await openSession(deps.session, incident, authority);
      // The row says that the gates were passed; whatever is not claimed yet passes them once more.
      return applyAll(deps, incident, authority, session, () => firstRefusal(deps, incident, authority));
    }

    const verdict = await passGates(deps, incident, authority);
    if (verdict.kind === 'refused') return refuse(deps, incident, verdict.reason);
    if (verdict.kind === 'recovered') {
      return end(deps, incident, { to: 'self_recovered', reason: 'the alarm is OK, nothing was changed' });
    }
    const session = await openSession(deps.session, incident, authority);
    const taken = await claim(deps, incident, authority, session);
    if (taken.kind === 'refused') return refuse(deps, incident, taken.reason);
    if (taken.kind === 'lost') return { kind: 'stale' };
    return applyAll(deps, taken.incident, authority, session, async () => inTime(deps, incident, authority));
  };

const refuse = async (deps: Deps, incident: Incident, reason: string): Promise<Outcome> => {
  deps.meter.count('ExecutionRefused');
  // An execution that is already under way cannot be refused any more; what it did is not known, and a person is told.
  if (incident.status === 'executing') return end(deps, incident, { to: 'outcome_unknown', reason });
  return end(deps, incident, { to: 'refused', reason });
};

const end = async (
  deps: Deps,
  incident: Incident,
  ending: { to: 'refused' | 'self_recovered' | 'outcome_unknown'; reason: string },
): Promise<Outcome> => {
  const step: Step = { ...ending, by: 'executor', at: deps.now(), versions: deps.versions };
  const { kind } =
    ending.to === 'outcome_unknown'
      ? await conclude(deps.table, incident, step, 'failure')
      : await advance(deps.table, incident, step);
  if (kind === 'lost') return { kind: 'stale' };
  deps.log.info(`incident ${ending.to}`, { incident: incident.id, reason: ending.reason });
  return ending.to === 'refused' ? { kind: 'refused', reason: ending.reason } : { kind: ending.to };
};
