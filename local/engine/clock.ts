import { runningNow } from './running.ts';

/** Time as the engine and the simulated world see it. */
export type EngineClock = {
  now(): Date;
  /**
   * Calls `action` once when this much time has passed; the returned function cancels it. `recurs`: it will be set again
   * for as long as the clock goes, so that nobody waits for it alone.
   */
  after(ms: number, action: () => void, recurs?: 'recurs'): () => void;
  sleep(ms: number): Promise<void>;
  /** How many timers wait. */
  waiting(): number;
  /** How many of them do not recur. */
  pending(): number;
  /**
   * Only a virtual clock has it: moves time to the earliest waiting timer and runs what is due at that instant, in the
   * order it was set. False when nothing waits. `until` (ms since 1970): not beyond; time then stands at `until`.
   */
  jump?(until?: number): boolean;
};

/** The machine's clock, or one that goes as it does and is so many milliseconds ahead. */
export const realClock = (aheadMs = 0): EngineClock => {
  const timers = new Map<NodeJS.Timeout, 'recurs' | undefined>();
  const after: EngineClock['after'] = (ms, action, recurs) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, ms);
    timers.set(timer, recurs);
    return () => {
      timers.delete(timer);
      clearTimeout(timer);
    };
  };
  return {
    now: () => new Date(Date.now() + aheadMs),
    after,
    sleep: (ms) => new Promise((resolve) => void after(ms, resolve)),
    waiting: () => timers.size,
    pending: () => [...timers.values()].filter((recurs) => recurs === undefined).length,
  };
};

type Timer = { at: number; order: number; action: () => void; recurs: 'recurs' | undefined };

/** A clock that stands still until it is told to jump. Nothing of the machine's time reaches it. */
export const virtualClock = (start: Date): EngineClock => {
  let now = start.getTime();
  let order = 0;
  const timers = new Set<Timer>();
  const earliest = (): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers) {
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) {
        first = timer;
      }
    }
    return first;
  };
  const after: EngineClock['after'] = (ms, action, recurs) => {
    order += 1;
    const timer = { at: now + Math.max(0, ms), order, action, recurs };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  return {
    now: () => new Date(now),
    after,
    waiting: () => timers.size,
    pending: () => [...timers].filter(({ recurs }) => recurs === undefined).length,
    sleep: (ms) => {
      const running = runningNow();
      if (running !== undefined) running.sleeping += 1;
      running?.changed();
      return new Promise((resolve) => {
        after(ms, () => {
          if (running !== undefined) running.sleeping -= 1;
          resolve();
        });
      });
    },
    jump: (until = Number.POSITIVE_INFINITY) => {
      const first = earliest();
      if (first === undefined) return false;
      if (first.at > until) {
        now = Math.max(now, until);
        return true;
      }
      now = first.at;
      // Timers set by these actions wait for the next jump, so that what they started can run in between.
      const due = [...timers].filter((timer) => timer.at === now).sort((a, b) => a.order - b.order);
      for (const timer of due) {
        if (timers.delete(timer)) timer.action();
      }
      return true;
    },
  };
};
