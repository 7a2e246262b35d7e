import type { Incident } from '../../core/incident/incident.ts';
import type { Writers } from '../../core/remediation/provider.ts';
import { actionOf } from '../../core/remediation/catalogue.ts';
import { reversed } from '../../core/remediation/observe.ts';
import { type PerformDeps, perform, record } from '../../core/remediation/perform.ts';
import type { RemediationSession, Switches } from '../../core/remediation/ports.ts';
import type { PlannedAction } from '../../core/remediation/proposal.ts';
import { openSession } from '../../core/remediation/session.ts';
import type { Consent } from './consent.ts';
import { mayUndo } from './may-undo.ts';

type Deps = PerformDeps & { switches: Switches; session: RemediationSession };
export type Restored = { kind: 'rolled_back' | 'rollback_failed' | 'settling'; reason: string; digest?: string };

/**
 * Undoes what was applied, last action first, from the digest-bound bytes: only fields that still hold what this system
 * wrote. Stops at the first step that fails; a person is then told.
 */
export const restoreAll = async (deps: Deps, incident: Incident, consent: Consent): Promise<Restored> => {
  if (consent.kind === 'refused') return { kind: 'rollback_failed', reason: consent.reason };
  const { authority, changeId } = consent;
  const failed = (reason: string): Restored => ({ kind: 'rollback_failed', reason, digest: authority.digest });

  const session = await openSession(deps.session, incident, authority);
  const notes: string[] = [];
  for (const [n, planned] of [...authority.proposal.actions.entries()].reverse()) {
    if ((await deps.switches.read()).emergencyStop !== 'clear')
      return failed('the emergency stop is set; nothing more was undone');
    const step = await restoreOne(deps, incident, `${changeId}/${n}`, planned, session);
    if (step.kind === 'failed') return failed(step.note);
    if (step.kind === 'settling') return { kind: 'settling', reason: step.note };
    notes.push(step.note);
  }
  return { kind: 'rolled_back', reason: notes.join('; '), digest: authority.digest };
};

const restoreOne = async (
  deps: Deps,
  incident: Incident,
  key: string,
  planned: PlannedAction,
  session: Partial<Writers>,
): Promise<{ kind: 'done' | 'failed' | 'settling'; note: string }> => {
  const name = `${planned.id} on ${planned.target.name}`;
  const idempotencyKey = `${key}/undo`;
  const may = await mayUndo(deps, incident.id, key, planned, session);
  if (may.kind === 'not-ours') return { kind: 'failed', note: `${name}: ${may.why}` };
  const { applied } = may;
  if (may.kind === 'nothing') {
    if (applied !== undefined) await record(deps, incident.id, { ...applied, idempotencyKey, status: 'skipped' });
    return { kind: 'done', note: `${name}: ${may.why}` };
  }
  const call = {
    incidentId: incident.id,
    idempotencyKey,
    action: actionOf(planned),
    planned,
    touched: reversed(planned.touched),
  };
  const { status, error } = await perform(deps, call, session);
  if (status === 'started') return { kind: 'settling', note: `${name}: the undo is accepted and being made` };
  if (status === 'skipped') return { kind: 'done', note: `${name}: nothing to restore` };
  if (status !== 'succeeded') {
    return { kind: 'failed', note: `${name}: undo ${status}${error === undefined ? '' : `: ${error}`}` };
  }
  if (applied !== undefined) await record(deps, incident.id, { ...applied, status: 'rolled_back' });
  return { kind: 'done', note: `${name}: restored` };
};
