import type { Pending } from '../../sign-in/answer.ts';
import { forget, keep, keptFields } from './storage.client.ts';

const name = 'sovereign-ops.sign-in';

/** Remembers the one sign-in of this tab that waits for its answer. Whether it could. */
export const begin = (state: string, { secret, from }: Pending): boolean =>
  keep(name, JSON.stringify({ state, secret, from }));

/** The sign-in that was begun under this state, once. */
export const takeBegun = (state: string): Pending | undefined => {
  const begun = keptFields(name, 'state', 'secret', 'from');
  if (begun?.state !== state) return undefined;
  forget(name);
  return { secret: begun.secret, from: begun.from };
};
