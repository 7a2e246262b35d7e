import type { EngineClock } from '../../local/engine/clock.ts';
import type { Engine } from '../../local/engine/types.ts';
import type { Chances } from './chances.ts';

/** During an incident or long after it. */
const withinMs = 45 * 60_000;

/** Somebody replays the archive of the bus at some moment, all of it or the newest. */
export const replays = (chances: Chances, clock: EngineClock, likely: number, engine: () => Engine): void => {
  const random = chances.source('replay', 'bus', 0);
  const at = random?.chance(likely) === true ? random.int(withinMs) : undefined;
  const from = at === undefined || random?.chance(0.5) !== true ? 0 : random.int(at);
  const drawn = at === undefined ? [] : [{ of: 'replay' as const, where: 'bus', number: 0, at, from }];
  const begin = clock.now().getTime();
  for (const one of random === undefined ? chances.all('replay') : drawn) {
    clock.after(one.at, () => {
      chances.happened(one);
      engine().replay(new Date(begin + one.from));
    });
  }
};
