import type { TouchedField } from './action.ts';
import { PreconditionFailed } from './errors.ts';

/**
 * The change of the one field that an action sets. Throws `PreconditionFailed` for another field and for more than one: a
 * step makes one call, and what it refuses it has not begun.
 */
export const onlyField = (touched: readonly TouchedField[], path: string): TouchedField => {
  const [one, ...more] = touched;
  if (one?.path !== path || more.length > 0) {
    throw new PreconditionFailed(`expected a change of ${path} and of nothing else`);
  }
  return one;
};
