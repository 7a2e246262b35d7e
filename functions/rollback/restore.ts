import type { Authority } from '../../core/approval/authority.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { ActionState, TouchedField, Writers } from '../../core/remediation/action.ts';
import { actionOf } from '../../core/remediation/catalogue.ts';
import { drifted, reversed } from '../../core/remediation/observe.ts';
import { type PerformDeps, perform, readEntry, record } from '../../core/remediation/perform.ts';
import type { RemediationSession, Switches } from '../../core/remediation/ports.ts';
import type { PlannedAction } from '../../core/remediation/proposal.ts';
import { openSession } from '../../core/remediation/session.ts';
import type { Consent } from './consent.ts';

type Deps = PerformDeps & { switches: Switches; session: RemediationSession };
export type Restored = { kind: 'rolled_back' | 'rollback_failed'; reason: string; digest?: string };

/**
 * Undoes what was applied, last action first, from the digest-bound bytes: only fields that still hold what this system
 * wrote. Stops at the first step that fails; a person is then told.
 */
export const restoreAll = async (deps: Deps, incident: Incident, consent: Consent): Promise<Restored> => {
  if (consent.kind === 'refused') return { kind: 'rollback_failed', reason: consent.reason };
  const { authority } = consent;
  const failed = (reason: string): Restored => ({ kind: 'rollback_failed', reason, digest: authority.digest });

  const session = await openSession(deps.session, incident, authority);
  const notes: string[] = [];
  for (const [n, planned] of [...authority.proposal.actions.entries()].reverse()) {
    if ((await deps.switches.read()).emergencyStop !== 'clear')
      return failed('the emergency stop is set; nothing more was undone');
    const step = await restoreOne(deps, incident, authority, { n, planned }, session);
    if (step.kind === 'failed') return failed(step.note);
    notes.push(step.note);
  }
  return { kind: 'rolled_back', reason: notes.join('; '), digest: authority.digest };
};

const restoreOne = async (
  deps: Deps,
  incident: Incident,
  authority: Authority,
  { n, planned }: { n: number; planned: PlannedAction },
  session: Writers,
): Promise<{ kind: 'done' | 'failed'; note: string }> => {
  const key = `${incident.approvalId ?? authority.approvalId}/${n}`;
  const name = `${planned.id} on ${planned.target.name}`;
  const applied = await readEntry(deps.table, incident.id, key);
  const action = actionOf(planned);
  const undone = await readEntry(deps.table, incident.id, `${key}/undo`);
  const state = await action.describe(planned.parameters, session);

  if (undone === undefined) {
    const nothing = nothingToRestore(planned, applied?.status, state);
    if (nothing !== undefined) {
      if (applied !== undefined)
        await record(deps, incident.id, { ...applied, idempotencyKey: `${key}/undo`, status: 'skipped' });
      return { kind: 'done', note: `${name}: ${nothing}` };
    }
    const foreign = planned.touched.find((field) => !isOurs(action.same, field, state));
    if (foreign !== undefined) {
      return {
        kind: 'failed',
        note: `${name}: ${foreign.path} holds ${String(state?.[foreign.path] ?? null)}, which is not what was written here`,
      };
    }
  }
  const touched = reversed(planned.touched);
  const call = { incidentId: incident.id, idempotencyKey: `${key}/undo`, action, planned, touched };
  const entry = await perform(deps, call, session);
  if (entry.status !== 'succeeded' && entry.status !== 'skipped') {
    return {
      kind: 'failed',
      note: `${name}: undo ${entry.status}${entry.error === undefined ? '' : `: ${entry.error}`}`,
    };
  }
  if (applied !== undefined) await record(deps, incident.id, { ...applied, status: 'rolled_back' });
  return { kind: 'done', note: `${name}: restored` };
};

const nothingToRestore = (
  planned: PlannedAction,
  applied: string | undefined,
  state: ActionState | undefined,
): string | undefined => {
  if (planned.undo !== 'restore') return `nothing to restore (${planned.undo})`;
  if (applied === undefined || applied === 'failed' || applied === 'skipped') return 'was not applied';
  if (state === undefined) return 'does not exist any more';
  const untouched = drifted(actionOf(planned), planned.touched, state).length === 0;
  return untouched ? 'holds its prior state already' : undefined;
};

const isOurs = (
  same: (path: string, a: TouchedField['before'], b: TouchedField['before']) => boolean,
  field: TouchedField,
  state: ActionState | undefined,
): boolean => same(field.path, state?.[field.path] ?? null, field.after);
