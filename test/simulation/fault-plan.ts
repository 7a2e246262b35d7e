import type { Random } from '../../local/engine/random.ts';
import { type CallFault, callFaults, type MishapOf } from './mishap.ts';

/**
 * Where an invocation is to be hit: at the call after `left` others of those that count. `counts`: calls of one name, calls
 * that change something, or all.
 */
export type Strike = { counts: 'calls' | 'changes' | (string & {}); left: number; kind: CallFault; ms: number };

/** How likely an invocation of a function is hit, among how many of its changes or calls, and how often at most in a run. */
export type Aim = {
  hit: number;
  changes: number;
  calls: number;
  atMost: number;
  /** Calls by name, where a hit is aimed at one of them. */
  names?: readonly string[];
};

/** A client gives up on one try after five seconds, and tries three times. */
const timeoutMs = 15_000;
/** Long enough for others to come in between, most of the time too short for Lambda's limit. */
const slowMs = 8000;

const msOf = (kind: CallFault, random: Random): number => {
  if (kind === 'slow') return 1 + random.int(slowMs);
  return kind === 'timeout done' || kind === 'timeout undone' ? 1000 + random.int(timeoutMs) : 0;
};

const isDeath = (kind: CallFault): boolean => kind === 'crash before' || kind === 'crash after';

/** What goes wrong in one invocation. */
export const drawStrikes = (random: Random, aim: Aim, slow: number): Strike[] => {
  const strikes: Strike[] = [];
  if (random.chance(aim.hit)) {
    const kind = callFaults[random.int(callFaults.length)] ?? 'slow';
    const names = aim.names ?? [];
    const name = random.chance(0.5) ? names[random.int(names.length)] : undefined;
    // To die at a call that only reads is to die before the next one that does not.
    const counts = name ?? (isDeath(kind) && random.chance(0.7) ? 'changes' : 'calls');
    const among = name === undefined ? (counts === 'changes' ? aim.changes : aim.calls) : 2;
    strikes.push({ counts, left: random.int(among), kind, ms: msOf(kind, random) });
  }
  if (random.chance(slow)) {
    for (let waits = 1 + random.int(3); waits > 0; waits -= 1) {
      strikes.push({ counts: 'calls', left: random.int(aim.calls), kind: 'slow', ms: msOf('slow', random) });
    }
  }
  return strikes;
};

/** The same for mishaps that are given. */
export const givenStrikes = (mishaps: readonly MishapOf<'call'>[]): Strike[] =>
  mishaps.map(({ call, kind, ms }) => ({ counts: 'calls', left: call, kind, ms }));
