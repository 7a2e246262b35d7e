import { runningNow } from './running.ts';

/** Time as the engine and the simulated world see it. */
export type EngineClock = {
  now(): Date;
  /** Calls `action` once when this much time has passed; the returned function cancels it. */
  after(ms: number, action: () => void): () => void;
  sleep(ms: number): Promise<void>;
  /** How many timers wait. */
  waiting(): number;
  /**
   * Only a virtual clock has it: moves time to the earliest waiting timer and runs what is due at that instant, in the
   * order it was set. False when nothing waits. `until` (ms since 1970): not beyond; time then stands at `until`.
   */
  jump?(until?: number): boolean;
};

/** The machine's clock, or one that goes as it does and is so many milliseconds ahead. */
export const realClock = (aheadMs = 0): EngineClock => {
  const timers = new Set<NodeJS.Timeout>();
  const after: EngineClock['after'] = (ms, action) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, ms);
    timers.add(timer);
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
  };
};

type Timer = { at: number; order: number; action: () => void };

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
  const after: EngineClock['after'] = (ms, action) => {
    order += 1;
    const timer = { at: now + Math.max(0, ms), order, action };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  return {
    now: () => new Date(now),
    after,
    waiting: () => timers.size,
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
