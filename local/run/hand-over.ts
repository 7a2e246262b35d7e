import type { EngineClock } from '../engine/clock.ts';
import type { Engine } from '../engine/types.ts';
import type { Subject } from '../workload/world.ts';

/**
 * Hands over what agents write after the first batch, each when its time has come. Nobody waits for it alone: whoever is in
 * there comes back for as long as they can.
 */
export const handOverLater = (
  engine: Pick<Engine, 'invoke'>,
  clock: EngineClock,
  { handedOver = [] }: Subject,
): void => {
  const fired = clock.now();
  for (const { afterSeconds, event } of handedOver) {
    clock.after(
      afterSeconds * 1000,
      () => {
        const batch = event(fired, clock.now());
        if (batch !== undefined) void engine.invoke('alarm-handler', batch);
      },
      'recurs',
    );
  }
};
