import type { Random } from '../../local/engine/random.ts';
import { type CallFault, callFaults, type MishapOf } from './mishap.ts';
import type { Usual } from './usual.ts';

/** Where an invocation is to be hit: at the call after `left` others of this name, or of any. */
export type Strike = { call: string | undefined; left: number; kind: CallFault; ms: number };

/** How likely an invocation of a function is hit, how often at most in a run, and by how much at once. */
export type Aim = {
  hit: number;
  atMost: number;
  atOnce?: number;
  /** By how much less often it is only slow. */
  slow?: number;
};

/** A client gives up on one try after five seconds, and tries three times. */
const timeoutMs = 15_000;
/** Long enough for others to come in between, most of the time too short for Lambda's limit. */
const slowMs = 8000;
/** Executor and rollback make about as many calls. */
const someCalls = 30;

const msOf = (kind: CallFault, random: Random): number => {
  if (kind === 'slow') return 1 + random.int(slowMs);
  if (kind !== 'timeout done' && kind !== 'timeout undone') return 0;
  // Or the line is cut: at once.
  return random.chance(0.4) ? 1 + random.int(500) : 1000 + random.int(timeoutMs);
};

const oneOf = <T>(random: Random, all: readonly T[]): T | undefined => all[random.int(all.length)];

const kindOf = (random: Random, kinds: readonly CallFault[]): CallFault => oneOf(random, kinds) ?? 'slow';

/** How likely a call is hit that the function does not make in this step when nothing goes wrong: it is seldom made. */
const unusual = 0.4;

/** What goes wrong with a call that is not usual, if anything. */
export const drawUnusual = (random: Random, call: string, kinds: readonly CallFault[]): Strike | undefined => {
  if (!random.chance(unusual)) return undefined;
  const kind = kindOf(random, kinds);
  return { call, left: -1, kind, ms: msOf(kind, random) };
};

const drawStrike = (random: Random, calls: readonly string[], { kinds }: Usual): Strike => {
  // By name, so that a call that is made once is hit as often as one that is made ten times.
  const call = random.chance(0.85) ? oneOf(random, calls) : undefined;
  const kind = kindOf(random, call === undefined ? callFaults : kinds(call));
  const left = call === undefined ? random.int(someCalls) : random.chance(0.75) ? 0 : random.int(3);
  return { call, left, kind, ms: msOf(kind, random) };
};

/** What goes wrong in one invocation; besides, some of its calls may take long. */
export const drawStrikes = (
  random: Random,
  aim: Aim,
  slow: number,
  calls: readonly string[],
  usual: Usual,
): Strike[] => {
  const strikes: Strike[] = [];
  if (random.chance(aim.hit)) {
    for (let more = 1 + random.int(aim.atOnce ?? 1); more > 0; more -= 1)
      strikes.push(drawStrike(random, calls, usual));
  }
  if (random.chance(slow * (aim.slow ?? 1))) {
    for (let more = 1 + random.int(2); more > 0; more -= 1) {
      strikes.push({ call: oneOf(random, calls), left: 0, kind: 'slow', ms: msOf('slow', random) });
    }
  }
  return strikes;
};

/** The same for mishaps that are given. */
export const givenStrikes = (mishaps: readonly MishapOf<'call'>[]): Strike[] =>
  mishaps.map(({ call, kind, ms }) => ({ call: undefined, left: call, kind, ms }));
