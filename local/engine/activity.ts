import { type Running, runAs } from './running.ts';

/** What is going on right now: the difference between "nothing to do" and "wait for it". */
export type Activity = {
  /** Starts something of its own; a virtual clock does not jump before it ends or waits for the clock. */
  start<T>(task: () => Promise<T>): Promise<T>;
  /** True while something runs that does not only wait for the clock. */
  busy(): boolean;
  /** Tells whoever waits that something happened. */
  changed(): void;
  /** Grows with everything that happens. */
  version(): number;
  /** Resolves as soon as the version is another one than `seen`, or after `pollMs` of real time where it is given. */
  beyond(seen: number, pollMs: number | undefined): Promise<void>;
};

/** Keeps the books of everything in flight. */
export const activity = (): Activity => {
  const inFlight = new Set<Running>();
  let version = 0;
  let wake: (() => void) | undefined;

  const changed = (): void => {
    version += 1;
    wake?.();
  };
  return {
    start: async (task) => {
      const running: Running = { sleeping: 0, changed };
      inFlight.add(running);
      changed();
      try {
        return await runAs(running, task);
      } finally {
        inFlight.delete(running);
        changed();
      }
    },
    busy: () => [...inFlight].some(({ sleeping }) => sleeping === 0),
    changed,
    version: () => version,
    beyond: async (seen, pollMs) => {
      if (version !== seen) return;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (pollMs !== undefined) timer = setTimeout(resolve, pollMs);
      });
      clearTimeout(timer);
    },
  };
};
