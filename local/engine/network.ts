import type { Random } from './random.ts';
import type { Delivery, Network } from './types.ts';

/** Everything comes once and at once. */
export const kindNetwork: Network = { copies: () => [0], rereads: () => 0 };

/** Deliveries that come late or twice, and batches that are read twice, at these rates. */
export const unkindNetwork = ({ duplicate, reorder, maxDelayMs }: Delivery, random: Random): Network => {
  const delay = (): number => (random.chance(reorder) ? random.int(maxDelayMs + 1) : 0);
  return {
    copies: () => (random.chance(duplicate) ? [delay(), delay()] : [delay()]),
    rereads: () => (random.chance(duplicate) ? 1 : 0),
  };
};
