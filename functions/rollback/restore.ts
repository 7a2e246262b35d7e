import type { Incident } from '../../core/incident/incident.ts';
import { actionOf } from '../../core/remediation/catalogue.ts';
import { reversed } from '../../core/remediation/observe.ts';
import { type PerformDeps, perform, readEntry, record } from '../../core/remediation/perform.ts';
import type { RemediationSession, Switches } from '../../core/remediation/ports.ts';
import type { PlannedAction } from '../../core/remediation/proposal.ts';
import type { Writers } from '../../core/remediation/provider.ts';
import { waitsFor } from '../../core/remediation/wait.ts';
import { openSession } from '../../core/remediation/session.ts';
import type { Consent } from './consent.ts';
import { mayUndo } from './may-undo.ts';

type Deps = PerformDeps & { switches: Switches<'emergencyStop'>; session: RemediationSession };
type Consented = Exclude<Consent, { kind: 'refused' }>;
export type Restored = { kind: 'rolled_back' | 'rollback_failed' | 'settling'; reason: string; digest?: string };

/** Why no further step may be begun now, or undefined: one that was begun is looked at, and never called again. */
const mayNotBegin = async ({ switches }: Deps, consent: Consented): Promise<string | undefined> => {
  if ((await switches.read()).emergencyStop !== 'clear') return 'the emergency stop is set';
  return consent.kind === 'lapsed' ? consent.reason : undefined;
};

/**
 * Undoes what was applied, last action first, from the digest-bound bytes: only fields that still hold what this system
 * wrote. Stops at the first step that fails; a person is then told, as they are when something stays that nothing undoes.
 */
export const restoreAll = async (deps: Deps, incident: Incident, consent: Consent): Promise<Restored> => {
  if (consent.kind === 'refused') return { kind: 'rollback_failed', reason: consent.reason };
  const { authority, changeId } = consent;
  const failed = (reason: string): Restored => ({ kind: 'rollback_failed', reason, digest: authority.digest });

  const session = await openSession(deps.session, incident, authority);
  const notes: string[] = [];
  let stays = false;
  for (const [n, planned] of [...authority.proposal.actions.entries()].reverse()) {
    const key = `${changeId}/${n}`;
    const forbidden = await mayNotBegin(deps, consent);
    if (forbidden !== undefined && (await readEntry(deps.table, incident.id, `${key}/undo`)) === undefined)
      return failed(`${forbidden}; nothing more was undone`);
    const step = await restoreOne(deps, incident, key, planned, session, forbidden);
    if (step.kind === 'failed') return failed(step.note);
    if (step.kind === 'settling') return { kind: 'settling', reason: step.note };
    stays ||= step.kind === 'stays';
    notes.push(step.note);
  }
  return { kind: stays ? 'rollback_failed' : 'rolled_back', reason: notes.join('; '), digest: authority.digest };
};

const restoreOne = async (
  deps: Deps,
  incident: Incident,
  key: string,
  planned: PlannedAction,
  session: Partial<Writers>,
  forbidden: string | undefined,
): Promise<{ kind: 'done' | 'stays' | 'failed' | 'settling'; note: string }> => {
  const name = `${planned.id} on ${planned.target.name}`;
  const idempotencyKey = `${key}/undo`;
  const may = await mayUndo(deps, incident.id, key, planned, session);
  if (may.kind === 'not-ours') return { kind: 'failed', note: `${name}: ${may.why}` };
  const { applied } = may;
  if (may.kind === 'nothing' || may.kind === 'stays') {
    if (applied !== undefined) await record(deps, incident.id, { ...applied, idempotencyKey, status: 'skipped' });
    return { kind: may.kind === 'stays' ? 'stays' : 'done', note: `${name}: ${may.why}` };
  }
  const call = {
    incidentId: incident.id,
    idempotencyKey,
    action: actionOf(planned),
    planned,
    touched: reversed(planned.touched),
    // A row may say that the undo was begun; whether its call may still be made is asked all the same.
    forbidden: async () => forbidden,
  };
  const entry = await perform(deps, call, session);
  const { status, error } = entry;
  if (status === 'started') return { kind: 'settling', note: `${name}: the undo ${waitsFor(entry)}` };
  if (status === 'skipped') return { kind: 'done', note: `${name}: nothing to restore` };
  if (status !== 'succeeded') {
    return { kind: 'failed', note: `${name}: undo ${status}${error === undefined ? '' : `: ${error}`}` };
  }
  if (applied !== undefined) await record(deps, incident.id, { ...applied, status: 'rolled_back' });
  return { kind: 'done', note: `${name}: restored` };
};
