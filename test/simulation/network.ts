import type { Network } from '../../local/engine/types.ts';
import type { Random } from '../../local/engine/random.ts';
import type { Chances } from './chances.ts';

/** How unkind the way from an event to a function is. Probabilities are 0 to 1. */
export type Delivery = {
  duplicate: number;
  /** Comes late: within `maxDelayMs`. */
  late: number;
  maxDelayMs: number;
  /** Some attempts of the delivery fail, and EventBridge repeats them for as long as the rule says. */
  retried: number;
  /** Every attempt fails. */
  lost: number;
};

/** `MaximumEventAgeInSeconds` of the rules in the template. */
const giveUpMs = 900_000;

const drawCopies = (random: Random, { duplicate, late, maxDelayMs, retried, lost }: Delivery): number[] => {
  if (random.chance(lost)) return [];
  const delay = (): number => {
    if (random.chance(retried)) return random.int(giveUpMs);
    return random.chance(late) ? random.int(maxDelayMs + 1) : 0;
  };
  return random.chance(duplicate) ? [delay(), delay()] : [delay()];
};

const asItShould = ([first, ...more]: readonly number[]): boolean => first === 0 && more.length === 0;

/** The network of a run: at least once, in any order, mostly. */
export const network = (chances: Chances, delivery: Delivery, isOver: () => boolean): Network => ({
  copies: (where) => {
    const number = chances.next('delivery', where);
    if (isOver()) return [0];
    const random = chances.source('delivery', where, number);
    const [given] = chances.given('delivery', where, number);
    const copies = random === undefined ? (given?.copies ?? [0]) : drawCopies(random, delivery);
    if (!asItShould(copies)) chances.happened({ of: 'delivery', where, number, copies: [...copies] });
    return copies;
  },
  rereads: (where) => {
    const number = chances.next('stream', where);
    if (isOver()) return 0;
    const random = chances.source('stream', where, number);
    const [given] = chances.given('stream', where, number);
    const drawn = random?.chance(delivery.duplicate) === true ? 1 + random.int(4) : 0;
    const back = random === undefined ? (given?.back ?? 0) : drawn;
    if (back > 0) chances.happened({ of: 'stream', where, number, back });
    return back;
  },
});
