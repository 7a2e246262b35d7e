import type { Action, ActionState, FieldValue, TouchedField } from './action.ts';

/** How the live values of the touched fields compare, by meaning, with what was planned. */
export type Observation = 'as-planned' | 'unchanged' | 'neither' | 'unreadable';

/** Only the touched fields of a state, `null` where a field is not set. */
export const touchedValues = (touched: readonly TouchedField[], state: ActionState): Record<string, FieldValue> =>
  Object.fromEntries(touched.map(({ path }) => [path, state[path] ?? null]));

/** Compares every touched field with its planned and its prior value. */
export const compare = (
  action: Pick<Action, 'same'>,
  touched: readonly TouchedField[],
  state: ActionState | undefined,
): Observation => {
  if (state === undefined) return 'unreadable';
  const holds = (side: 'before' | 'after'): boolean =>
    touched.every((field) => action.same(field.path, state[field.path] ?? null, field[side]));
  if (holds('after')) return 'as-planned';
  return holds('before') ? 'unchanged' : 'neither';
};

/** The fields of a plan that no longer hold their prior value: drift, by meaning. */
export const drifted = (
  action: Pick<Action, 'same'>,
  touched: readonly TouchedField[],
  state: ActionState,
): TouchedField[] => touched.filter(({ path, before }) => !action.same(path, state[path] ?? null, before));

/** The same change backwards. */
export const reversed = (touched: readonly TouchedField[]): TouchedField[] =>
  touched.map(({ path, before, after }) => ({ path, before: after, after: before }));

/** True when a plan asks for what is there already, by meaning: such a step calls nothing, in either direction. */
export const changesNothing = (action: Pick<Action, 'same'>, touched: readonly TouchedField[]): boolean =>
  touched.every(({ path, before, after }) => action.same(path, before, after));
