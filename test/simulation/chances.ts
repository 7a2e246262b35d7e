import { type Random, seededRandom } from '../../local/engine/random.ts';
import type { Mishap, MishapOf } from './mishap.ts';

/** Decides what goes wrong, occasion by occasion, and keeps what did. */
export type Chances = {
  /** A source for this occasion alone, so that no draw moves another; undefined where mishaps are given and none is drawn. */
  source(of: Mishap['of'], where: string, number: number): Random | undefined;
  /** What is given for an occasion; nothing in a run that draws. */
  given<Of extends Mishap['of']>(of: Of, where: string, number: number): readonly MishapOf<Of>[];
  /** What is given of a kind, for whoever decides everything at the begin. */
  all<Of extends Mishap['of']>(of: Of): readonly MishapOf<Of>[];
  /** Counts the occasions of a kind: 0, 1, 2 ... */
  next(of: Mishap['of'], where: string): number;
  /** This went wrong. */
  happened(mishap: Mishap): void;
  /** In the order in which they happened. */
  mishaps: readonly Mishap[];
};

/** FNV-1a over the name of an occasion, mixed with the seed. */
const hash = (seed: number, text: string, number: number): number => {
  let mixed = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index += 1) mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193);
  return Math.imul(mixed ^ Math.imul(number + 1, 0x9e3779b1), 0x85ebca6b) >>> 0;
};

const isOf =
  <Of extends Mishap['of']>(of: Of) =>
  (mishap: Mishap): mishap is MishapOf<Of> =>
    mishap.of === of;

/** Draws everything from the seed; with `given` nothing is drawn and exactly these go wrong, each at its occasion. */
export const chancesOf = (
  seed: number,
  given: readonly Mishap[] | undefined,
  onMishap: (mishap: Mishap) => void,
): Chances => {
  const counts = new Map<string, number>();
  const mishaps: Mishap[] = [];
  const byOccasion = new Map<string, Mishap[]>();
  for (const mishap of given ?? []) {
    const key = `${mishap.of} ${mishap.where} ${mishap.number}`;
    byOccasion.set(key, [...(byOccasion.get(key) ?? []), mishap]);
  }
  return {
    source: (of, where, number) =>
      given === undefined ? seededRandom(hash(seed, `${of} ${where}`, number)) : undefined,
    given: (of, where, number) =>
      given === undefined ? [] : (byOccasion.get(`${of} ${where} ${number}`) ?? []).filter(isOf(of)),
    all: (of) => (given ?? []).filter(isOf(of)),
    next: (of, where) => {
      const key = `${of} ${where}`;
      const number = counts.get(key) ?? 0;
      counts.set(key, number + 1);
      return number;
    },
    happened: (mishap) => {
      mishaps.push(mishap);
      onMishap(mishap);
    },
    mishaps,
  };
};
