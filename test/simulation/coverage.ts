import * as z from 'zod';
import { type CallFault, callFaults, type Mishap } from './mishap.ts';

/** How often each call was made in one step of one function. */
export type Points = Map<string, number>;

const Counts = z.record(z.string(), z.int());

/** What runs came by. Keys: `<function> | <step>`, then the call; `<function> | <step> | <call> | <fault>`; `<from> -> <to>`. */
export const Covered = z.strictObject({
  points: z.record(z.string(), Counts),
  hits: Counts,
  moves: Counts,
  /** What went wrong, by its kind. */
  mishaps: Counts,
  /** What can go wrong with a call, by its name. */
  kinds: z.record(z.string(), z.array(z.enum(callFaults))),
});
export type Covered = z.infer<typeof Covered>;

export type Coverage = {
  /** This call exists, and these can go wrong with it. */
  call(name: string, kinds: readonly CallFault[]): void;
  points(name: string, step: string): Points;
  hit(name: string, step: string, call: string, kind: CallFault): void;
  move(from: string | null, to: string): void;
  mishap(mishap: Mishap): void;
  /** Adds what another one counted. */
  add(covered: Covered): void;
  covered(): Covered;
};

const more = (counts: Map<string, number>, key: string, times = 1): void =>
  void counts.set(key, (counts.get(key) ?? 0) + times);

/** People by what they do and not by who they are. */
const nameOf = (mishap: Mishap): string => {
  switch (mishap.of) {
    case 'call':
      return mishap.kind;
    case 'event':
      return `${mishap.where === 'alice' || mishap.where === 'bob' ? 'approver' : mishap.where} ${mishap.kind}`;
    case 'delivery':
      if (mishap.copies.length === 0) return 'delivery lost';
      return mishap.copies.length > 1 ? 'delivery twice' : 'delivery late';
    case 'stream':
      return 'stream read again';
    case 'outage':
      return `outage of ${mishap.where}`;
    default:
      return mishap.of;
  }
};

/** Counts, for one run or for many. */
export const coverageOf = (): Coverage => {
  const kinds = new Map<string, readonly CallFault[]>();
  const points = new Map<string, Points>();
  const hits = new Map<string, number>();
  const moves = new Map<string, number>();
  const mishaps = new Map<string, number>();
  const at = (key: string): Points => {
    const found = points.get(key);
    if (found !== undefined) return found;
    const made: Points = new Map();
    points.set(key, made);
    return made;
  };
  return {
    call: (name, possible) => void kinds.set(name, possible),
    points: (name, step) => at(`${name} | ${step}`),
    hit: (name, step, call, kind) => more(hits, `${name} | ${step} | ${call} | ${kind}`),
    move: (from, to) => more(moves, `${from ?? 'nothing'} -> ${to}`),
    mishap: (mishap) => more(mishaps, nameOf(mishap)),
    add: (covered) => {
      for (const [name, possible] of Object.entries(covered.kinds)) kinds.set(name, possible);
      for (const [key, counts] of Object.entries(covered.points)) {
        for (const [call, times] of Object.entries(counts)) more(at(key), call, times);
      }
      for (const [key, times] of Object.entries(covered.hits)) more(hits, key, times);
      for (const [key, times] of Object.entries(covered.moves)) more(moves, key, times);
      for (const [key, times] of Object.entries(covered.mishaps)) more(mishaps, key, times);
    },
    covered: () => ({
      points: Object.fromEntries([...points].map(([key, calls]) => [key, Object.fromEntries(calls)])),
      hits: Object.fromEntries(hits),
      moves: Object.fromEntries(moves),
      mishaps: Object.fromEntries(mishaps),
      kinds: Object.fromEntries([...kinds].map(([name, possible]) => [name, [...possible]])),
    }),
  };
};
