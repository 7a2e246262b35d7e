import type { CallFault } from './mishap.ts';

/** How often each call was made in one step of one function. */
export type Points = Map<string, number>;

/** What a run came by: `<function> <step>` -> call -> times, hits by `<function> <step> <call> <fault>`, moves by `<from> -> <to>`. */
export type Covered = {
  points: Record<string, Record<string, number>>;
  hits: Record<string, number>;
  moves: Record<string, number>;
};
export type Coverage = {
  points(name: string, step: string): Points;
  hit(name: string, step: string, call: string, kind: CallFault): void;
  move(from: string | null, to: string): void;
  covered(): Covered;
};

const add = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

/** Counts for one run. */
export const coverageOf = (): Coverage => {
  const points = new Map<string, Points>();
  const hits = new Map<string, number>();
  const moves = new Map<string, number>();
  return {
    points: (name, step) => {
      const key = `${name} | ${step}`;
      const found = points.get(key);
      if (found !== undefined) return found;
      const made: Points = new Map();
      points.set(key, made);
      return made;
    },
    hit: (name, step, call, kind) => add(hits, `${name} | ${step} | ${call} | ${kind}`),
    move: (from, to) => add(moves, `${from ?? 'nothing'} -> ${to}`),
    covered: () => ({
      points: Object.fromEntries([...points].map(([key, calls]) => [key, Object.fromEntries(calls)])),
      hits: Object.fromEntries(hits),
      moves: Object.fromEntries(moves),
    }),
  };
};
