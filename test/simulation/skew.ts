import type { Chances } from './chances.ts';

/**
 * How far the clock of an invocation may be off, in milliseconds, either way. Lambda's hosts are kept within milliseconds by
 * Amazon Time Sync; a run belongs to an invocation for 10 seconds longer than it may live (core/remediation/run.ts), which
 * two clocks may take from each other before two invocations believe that a run is theirs.
 */
export const maxSkewMs = 2000;

/** How much the clock of this invocation is ahead. */
export const drawSkew = (chances: Chances, where: string, number: number, likely: number): number => {
  const random = chances.source('clock', where, number);
  const [given] = chances.given('clock', where, number);
  const drawn = random?.chance(likely) === true ? random.int(2 * maxSkewMs + 1) - maxSkewMs : 0;
  const ms = random === undefined ? (given?.ms ?? 0) : drawn;
  if (ms !== 0) chances.happened({ of: 'clock', where, number, ms });
  return ms;
};
