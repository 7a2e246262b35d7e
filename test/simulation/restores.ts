import type { EngineClock } from '../../local/engine/clock.ts';
import type { Chances } from './chances.ts';
import type { MishapOf } from './mishap.ts';

/** While an incident is worked on. */
const withinMs = 20 * 60_000;
const furthestMs = 15 * 60_000;

type Restoring = {
  chances: Chances;
  clock: EngineClock;
  likely: number;
  /** Makes the table what it was then. */
  restore(to: Date): void;
  /** A person lets new changes be executed with the restored table: its id is another one, so nothing is until then. */
  enable(): void;
};

/** The table is restored to an earlier point under running functions; some time later somebody may enable execution for it. */
export const restores = ({ chances, clock, likely, restore, enable }: Restoring): void => {
  const random = chances.source('restore', 'table', 0);
  const drawn: MishapOf<'restore'>[] =
    random?.chance(likely) === true
      ? [{ of: 'restore', where: 'table', number: 0, at: random.int(withinMs), back: 1 + random.int(furthestMs) }]
      : [];
  for (const one of random === undefined ? chances.all('restore') : drawn) {
    clock.after(one.at, () => {
      chances.happened(one);
      restore(new Date(clock.now().getTime() - one.back));
    });
    const enabling = chances.source('event', 'restorer', 0);
    const enabled: Pick<MishapOf<'event'>, 'kind' | 'ms'>[] =
      enabling?.chance(0.6) === true ? [{ kind: 'enables', ms: enabling.int(300_000) }] : [];
    for (const { kind, ms } of enabling === undefined ? chances.given('event', 'restorer', 0) : enabled) {
      clock.after(one.at + ms, () => {
        chances.happened({ of: 'event', where: 'restorer', number: 0, kind, ms });
        enable();
      });
    }
  }
};
