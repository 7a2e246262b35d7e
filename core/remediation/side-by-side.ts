import type { ActionState, TouchedField } from './action.ts';

/** Prefix, in a described state, of what a field would hold after the change, where only reading can tell that. */
const then = 'then.';

/** The fields as they are, and beside them as they would be. */
export const sideBySide = (now: ActionState, after: ActionState): ActionState => ({
  ...now,
  ...Object.fromEntries(Object.entries(after).map(([path, value]) => [`${then}${path}`, value])),
});

/** What a state holds of a field after the change; undefined when nothing is known of it. */
export const valueThen = (state: ActionState, path: string): ActionState[string] | undefined => state[`${then}${path}`];

/** The fields that differ between the two sides; `notes` are entries of the state that are no fields. */
export const differences = (state: ActionState, notes: readonly string[]): TouchedField[] => {
  const paths = Object.keys(state).map((key) => (key.startsWith(then) ? key.slice(then.length) : key));
  return [...new Set(paths)]
    .filter((path) => !notes.includes(path))
    .map((path) => ({ path, before: state[path] ?? null, after: valueThen(state, path) ?? null }))
    .filter(({ before, after }) => before !== after);
};
