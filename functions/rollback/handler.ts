import { approvalIdFor } from '../../core/approval/approval-id.ts';
import type { MacVerifier } from '../../core/approval/ports.ts';
import { approvalDue, stepDue } from '../../core/incident/deadline.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Status } from '../../core/incident/lifecycle.ts';
import { incidentOf } from '../../core/incident/step-event.ts';
import { advance, after, type Step, type Versions } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Claims, RemediationSession, Switches } from '../../core/remediation/ports.ts';
import { resumeRun, takeRun } from '../../core/remediation/run.ts';
import { waitForProvider } from '../../core/remediation/wait.ts';
import type { Log, Meter } from '../../core/runtime/effects.ts';
import { consentOf } from './consent.ts';
import { type Restored, restoreAll } from './restore.ts';

export type Deps = {
  table: Table;
  policy: PolicyLayer;
  versions: Versions;
  proofVerifier: MacVerifier;
  switches: Switches<'emergencyStop'>;
  claims: Claims;
  session: RemediationSession;
  now: () => Date;
  log: Log;
  meter: Meter;
};
export type Outcome = {
  kind: 'stale' | 'running' | 'settling' | 'awaiting_rollback_approval' | 'rolled_back' | 'rollback_failed';
};

/** The rules start it on nothing else, but whoever can put an event on the bus needs no rule. */
const startsOn: ReadonlySet<Status> = new Set(['execution_failed', 'fix_ineffective', 'inconclusive', 'rolling_back']);

/**
 * Started when a fix failed, did not help or cannot be judged, and when a person approved a rollback. Neither circuit,
 * mode, the `execution` switch nor the approval's expiry blocks a consented rollback; only the emergency stop does.
 */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Outcome> => {
    const found = await incidentOf(deps.table, event);
    if (found.kind === 'stale') return { kind: 'stale' };
    const { incident } = found;
    if (!startsOn.has(incident.status)) return { kind: 'stale' };

    const consent = await consentOf(deps, incident);
    if (incident.status === 'rolling_back') {
      if (!(await resumeRun(deps.table, incident, 'undo', deps.now()))) return { kind: 'running' };
      return finish(deps, incident, await restoreAll(deps, incident, consent));
    }
    if (consent.kind !== 'consented') return ask(deps, incident, consent.reason);

    const at = deps.now();
    const step: Step = {
      to: 'rolling_back',
      by: 'rollback',
      at,
      person: consent.authority.approver.id,
      digests: { proposal: consent.authority.digest },
      versions: deps.versions,
      due: stepDue('rolling_back', at),
    };
    const { kind } = await advance(deps.table, incident, step, [takeRun(incident.id, 'undo', at)]);
    if (kind === 'lost') return { kind: 'stale' };
    return finish(deps, after(incident, step), await restoreAll(deps, after(incident, step), consent));
  };

/** No consent given beforehand: a person is asked, by a request of its own purpose, reminded like any other. */
const ask = async (deps: Deps, incident: Incident, reason: string): Promise<Outcome> => {
  const at = deps.now();
  const until = new Date(at.getTime() + deps.policy.policy.approvalMinutes * 60_000);
  const { kind } = await advance(deps.table, incident, {
    to: 'awaiting_rollback_approval',
    by: 'rollback',
    at,
    reason,
    versions: deps.versions,
    due: approvalDue(at, until, 0),
    set: { rollbackApprovalId: approvalIdFor(incident.id, 'rollback') },
  });
  return { kind: kind === 'lost' ? 'stale' : 'awaiting_rollback_approval' };
};

const finish = async (deps: Deps, incident: Incident, restored: Restored): Promise<Outcome> => {
  if (restored.kind === 'settling') {
    const waits = await waitForProvider(deps, incident, 'rollback', restored.reason);
    return { kind: waits.kind === 'lost' ? 'stale' : 'settling' };
  }
  const { kind } = await advance(deps.table, incident, {
    to: restored.kind,
    by: 'rollback',
    at: deps.now(),
    reason: restored.reason,
    digests: restored.digest === undefined ? {} : { proposal: restored.digest },
    versions: deps.versions,
  });
  if (kind === 'lost') return { kind: 'stale' };
  deps.meter.count(restored.kind === 'rolled_back' ? 'RolledBack' : 'RollbackFailed');
  // What a person approved had to be taken back, whether or not that worked. A change that was good did not.
  if (incident.rollbackAsked === undefined) deps.meter.count('ApprovalOverturned');
  deps.log.info(`incident ${restored.kind}`, { incident: incident.id, reason: restored.reason });
  return { kind: restored.kind };
};
