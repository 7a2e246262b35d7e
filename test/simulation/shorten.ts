import { excerpt } from './excerpt.ts';
import { simulate } from './harness.ts';
import type { Simulated } from './run.ts';
import { type Mishap, mishapLine } from './mishap.ts';
import { breaksSame } from './same-invariant.ts';
import { scheduleOf } from './schedule.ts';
import { shrink } from './shrink.ts';

/** Each try is a run of its own. */
const mostTries = 200;
/** Lines of a log that are shown before and after each thing that went wrong. */
const linesAround = 2;

export type Shortened = {
  seed: number;
  /** How many things went wrong in the whole run. */
  of: number;
  /** Which of them, counted from 1, are enough for the same invariant to break. */
  only: number[];
  violations: string[];
  /** Whether none of them can be left out; else there were too many to try. */
  complete: boolean;
  /** What happened in the run with these alone, around each of them. */
  around: string[];
};

/** The run of a seed in which of all that goes wrong only these things do, counted from 1. */
export const runOnly = async (seed: number, only: readonly number[]): Promise<Simulated> => {
  const schedule = scheduleOf(seed);
  const { mishaps } = await simulate(schedule);
  return simulate({ ...schedule, mishaps: mishaps.filter((_, n) => only.includes(n + 1)) });
};

/**
 * The fewest of the things that went wrong in the run of a seed with which the first of its violations still comes, or
 * undefined when every invariant holds.
 */
export const shorten = async (seed: number): Promise<Shortened | undefined> => {
  const schedule = scheduleOf(seed);
  const whole = await simulate(schedule);
  const [first] = whole.violations;
  if (first === undefined) return undefined;

  let shortest = whole;
  const stillFails = async (part: readonly Mishap[]): Promise<boolean> => {
    const run = await simulate({ ...schedule, mishaps: part });
    const fails = breaksSame(first, run.violations);
    if (fails) shortest = run;
    return fails;
  };
  const { list, complete } = await shrink(whole.mishaps, stillFails, mostTries);
  const told = new Set(list.map(mishapLine));
  const isTold = (line: string): boolean => told.has(line.slice(line.indexOf(' ') + 1));
  return {
    seed,
    of: whole.mishaps.length,
    only: list.map((one) => whole.mishaps.indexOf(one) + 1),
    violations: shortest.violations,
    complete,
    around: excerpt(shortest.log, isTold, linesAround),
  };
};
