import { actionOf } from '../../core/remediation/catalogue.ts';
import type { JournalEntry } from '../../core/remediation/journal.ts';
import { changesNothing, drifted } from '../../core/remediation/observe.ts';
import { type PerformDeps, readEntry } from '../../core/remediation/perform.ts';
import type { PlannedAction } from '../../core/remediation/proposal.ts';
import type { Readers } from '../../core/remediation/provider.ts';

export type MayUndo =
  | { kind: 'undo'; applied: JournalEntry | undefined }
  | { kind: 'nothing'; why: string; applied: JournalEntry | undefined }
  /** Ours and in place, and nothing can take it back. */
  | { kind: 'stays'; why: string; applied: JournalEntry | undefined }
  | { kind: 'not-ours'; why: string };

/**
 * Whether there is a change of ours to undo. The journal is a row that others may have written, so it can only hold an
 * undo back. That a step was never called is known from its claim alone: whoever gets it here knows that it was not, and
 * that it never will be.
 */
export const mayUndo = async (
  deps: PerformDeps,
  incidentId: string,
  key: string,
  planned: PlannedAction,
  read: Partial<Readers>,
): Promise<MayUndo> => {
  const applied = await readEntry(deps.table, incidentId, key);
  const nothing = (why: string): MayUndo => ({ kind: 'nothing', why, applied });
  const action = actionOf(planned);
  if (changesNothing(action, planned.touched)) return nothing('was so before');

  if (planned.undo === 'none-needed') return nothing('nothing to restore (none-needed)');

  const undone = await readEntry(deps.table, incidentId, `${key}/undo`);
  const ours: MayUndo =
    planned.undo === 'irreversible'
      ? { kind: 'stays', why: 'cannot be undone and stays in place', applied }
      : { kind: 'undo', applied };
  // That an undo was skipped is found again from the same facts, or it was not.
  const over = undone !== undefined && undone.status !== 'started' && undone.status !== 'skipped';
  if (ours.kind === 'undo' && over) return ours;

  const about = { incidentId, action: planned.id, at: deps.now().toISOString() };
  if (await deps.claims.take(key, about)) return nothing('was not applied');
  const failed = applied?.status === 'failed' || applied?.status === 'skipped';
  if (undone?.status === 'started' && !failed) return ours;

  const state = await action.describe(planned.parameters, read);
  if (state === undefined) return nothing('does not exist any more');
  if (drifted(action, planned.touched, state).length === 0) {
    return action.settling(planned.parameters, state)
      ? { kind: 'not-ours', why: 'holds its prior state and is being changed' }
      : nothing('holds its prior state already');
  }
  const foreign = planned.touched.find(({ path, after }) => !action.same(path, state[path] ?? null, after));
  if (failed && foreign !== undefined) return nothing('was not applied');
  // An answer that never came, or somebody else's hand: which of them is not for us to say.
  if (failed) return { kind: 'not-ours', why: `${applied.status}, and yet holds what was planned` };
  if (applied === undefined) return { kind: 'not-ours', why: 'was begun, and there is no journal line of it' };
  if (foreign === undefined) return ours;
  const value = String(state[foreign.path] ?? null);
  return { kind: 'not-ours', why: `${foreign.path} holds ${value}, which is not what was written here` };
};
