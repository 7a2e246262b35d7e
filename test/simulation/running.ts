import { AsyncLocalStorage } from 'node:async_hooks';
import type { Handler } from '../../local/engine/types.ts';
import type { Invocation } from './invariants/invariant.ts';
import { stepIn } from './step-of.ts';

export type Running = {
  now(): Invocation | undefined;
  /** The handler, so that whatever it does is known to be done by this run of it. */
  around(name: string, handler: Handler): Handler;
};

/** One for all runs: each further one makes every context of Node larger. */
const current = new AsyncLocalStorage<Invocation>();

/** Which run of which function something is done by. */
export const runningNow = (clock: () => Date): Running => {
  return {
    now: () => current.getStore(),
    around: (name, handler) => (event) => {
      const { incidentId, to: status } = stepIn(event) ?? {};
      const invocation = { function: name, at: clock(), incidentId, status, claimed: new Set<string>() };
      return current.run(invocation, () => handler(event));
    },
  };
};
