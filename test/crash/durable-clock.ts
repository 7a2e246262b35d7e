import { constants, openSync, readFileSync, writeSync } from 'node:fs';
import { type EngineClock, virtualClock } from '../../local/engine/clock.ts';

/** The time that the processes before this one have reached; undefined when none came so far. */
export const reachedTime = (file: string): Date | undefined => {
  try {
    const at = new Date(readFileSync(file, 'utf8'));
    return Number.isNaN(at.getTime()) ? undefined : at;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * A virtual clock whose time outlives its process: each jump is in the file before anything can happen at the new time.
 * One write of 24 bytes into the page cache is done or not done when a process is killed, never half.
 */
export const durableClock = (file: string, start: Date): EngineClock => {
  const clock = virtualClock(start);
  // Not emptied when it is opened: a death right then would lose the time.
  const descriptor = openSync(file, constants.O_WRONLY | constants.O_CREAT, 0o600);
  const keep = (): void => void writeSync(descriptor, clock.now().toISOString(), 0);
  keep();
  return {
    ...clock,
    jump: (until) => {
      const moved = clock.jump?.(until) ?? false;
      keep();
      return moved;
    },
  };
};
