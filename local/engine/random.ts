/** A seeded source of chance: the same seed gives the same sequence on every machine. Never for a secret. */
export type Random = {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  int(below: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** A version 4 shaped UUID. */
  uuid(): string;
  /** A source of its own, so that one more draw in one part does not change every other part. */
  fork(): Random;
};

/**
 * Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, period 2^32, passes gjrand; far more than a schedule
 * needs, and short enough to read.
 */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const word = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const next = (): number => word() / 2 ** 32;
  const hex = (): string => word().toString(16).padStart(8, '0');
  return {
    next,
    int: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
    uuid: () => {
      const digits = hex() + hex() + hex() + hex();
      const variant = '89ab'.charAt(Number.parseInt(digits.charAt(16), 16) % 4);
      const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`];
      return [...parts, variant + digits.slice(17, 20), digits.slice(20)].join('-');
    },
    fork: () => seededRandom(word()),
  };
};
