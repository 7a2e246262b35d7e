import type { Random } from '../../engine/random.ts';
import type { Network } from '../../engine/types.ts';

/** One delivery in twenty comes twice, one in twenty up to three seconds late. */
const share = 0.05;
const lateMs = 3_000;

/** EventBridge on a day with many events. */
export const busyNetwork = (random: Random): Network => {
  const delay = (): number => (random.chance(share) ? random.int(lateMs + 1) : 0);
  return {
    copies: () => (random.chance(share) ? [delay(), delay()] : [delay()]),
    rereads: () => (random.chance(share) ? 1 : 0),
  };
};
