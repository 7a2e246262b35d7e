import type { Action, ActionState, TouchedField } from './action.ts';
import type { JournalEntry } from './journal.ts';
import { compare, touchedValues } from './observe.ts';
import type { PlannedAction } from './proposal.ts';

type Judged = { action: Action; planned: PlannedAction; touched: readonly TouchedField[] };
/** What a journal line says of a step that was looked at. */
type Outcome = Pick<JournalEntry, 'status' | 'observed'> & { error?: string };

/** Whether a step that was to leave all as it is finds it so. Nothing was called, so nothing about it is unknown. */
export const judgeUntouched = ({ action, touched }: Judged, state: ActionState | undefined): Outcome => {
  const observed = state === undefined ? null : touchedValues(touched, state);
  if (compare(action, touched, state) === 'as-planned') return { status: 'skipped', observed };
  return { status: 'failed', observed, error: 'the resource is not as it was to stay; nothing was called' };
};

/** What came of the call itself. */
export type Answer = { kind: 'answered' } | { kind: 'refused' | 'unclear'; error: string } | { kind: 'not-called' };

/** A provider that accepted a change may take this long before it shows that it works on it, in milliseconds. */
const unseenMilliseconds = 120_000;

/** What is noted of a call that was answered. */
export const accepted = ({ action }: Judged, now: Date): Pick<JournalEntry, 'acceptedAt'> =>
  action.slow ? { acceptedAt: now.toISOString() } : {};

/** Whether a slow change is still being made. What cannot be read for a moment is no outcome while it may be. */
const stillSettling = (
  { action, planned, touched }: Judged,
  { acceptedAt, executedAt }: JournalEntry,
  state: ActionState | undefined,
  now: Date,
): boolean => {
  if (!action.slow) return false;
  if (state === undefined) return acceptedAt !== undefined;
  if (action.settling(planned.parameters, state)) return true;
  // Also where the answer was lost, or whoever made the call died: it may have been accepted.
  const unseen = now.getTime() - Date.parse(acceptedAt ?? executedAt) < unseenMilliseconds;
  return unseen && compare(action, touched, state) === 'unchanged';
};

/** What a call came to, from its answer and from what the resource shows after it. */
export const judge = (
  call: Judged,
  line: JournalEntry,
  answer: Answer,
  state: ActionState | undefined,
  now: Date,
): Outcome => {
  const { action, touched } = call;
  const observed = state === undefined ? null : touchedValues(touched, state);
  const error = 'error' in answer ? { error: answer.error } : {};
  if (answer.kind === 'refused') return { status: 'failed', observed, ...error };
  if (stillSettling(call, line, state, now)) return { status: 'started', observed, ...error };
  switch (compare(action, touched, state)) {
    case 'as-planned':
      return { status: 'succeeded', observed, ...error };
    case 'unchanged':
      // A call whose answer was lost may still be on its way, and a provider may show it late: looked at again in a minute.
      if (answer.kind === 'unclear') return { status: 'started', observed, ...error };
      if (answer.kind === 'not-called') return { status: 'failed', observed };
      return { status: 'outcome_unknown', observed, error: 'the call was answered but the resource shows no change' };
    case 'neither':
      return {
        status: 'outcome_unknown',
        observed,
        error: 'the resource holds neither the prior nor the planned value',
      };
    case 'unreadable':
      return { status: 'outcome_unknown', observed, error: 'the resource could not be read after the call' };
  }
};
