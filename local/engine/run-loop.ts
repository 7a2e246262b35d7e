import { setImmediate } from 'node:timers/promises';
import type { Core } from './invoker.ts';
import type { Engine, EngineTable, Limit, StreamRecord } from './types.ts';

/** A table that cannot tell of its changes is asked this often, in real milliseconds. */
const pollMs = 25;

type Parts = {
  core: Core;
  table: EngineTable;
  readers: readonly ((records: readonly StreamRecord[]) => void)[];
  isHeld(): boolean;
};

const after = (ms: number | undefined, action: () => void): NodeJS.Timeout | undefined =>
  ms === undefined ? undefined : setTimeout(action, ms);

/**
 * The engine's heart: hands on what came out of the stream, lets everything in flight go as far as it can, and only when
 * nothing moves any more lets a virtual clock jump. A turn of the event loop is no timer: it takes no time on any clock
 * and ends when no promise is left to settle.
 */
export const runLoop = ({ core, table, readers, isHeld }: Parts): Engine['runUntil'] => {
  const { activity, clock } = core;
  const poll = table.onChange === undefined ? pollMs : undefined;

  const pump = async (): Promise<boolean> => {
    const records = await table.take();
    if (records.length > 0) for (const read of readers) read(records);
    return records.length > 0;
  };

  let looping = false;
  return async (done, limit: Limit = {}) => {
    if (looping) throw new Error('the engine is already running; wait for the first runUntil to end');
    looping = true;
    const end = clock.now().getTime() + (limit.virtualMs ?? Number.POSITIVE_INFINITY);
    let late = false;
    const timer = after(limit.realMs, () => {
      late = true;
      activity.changed();
    });
    const cancel =
      clock.jump === undefined && end < Infinity ? clock.after(limit.virtualMs ?? 0, activity.changed) : undefined;
    try {
      for (;;) {
        if (await done()) return 'done';
        if (late || clock.now().getTime() >= end) return 'limit';
        const seen = activity.version();
        const moved = await pump();
        await setImmediate();
        if (moved || activity.version() !== seen) continue;
        if (activity.busy() || isHeld()) await activity.beyond(seen, poll);
        else if (clock.waiting() === 0 || (limit.quiet === true && clock.pending() === 0)) return 'idle';
        else if (clock.jump === undefined) await activity.beyond(seen, poll);
        else clock.jump(end);
      }
    } finally {
      looping = false;
      clearTimeout(timer);
      cancel?.();
    }
  };
};
