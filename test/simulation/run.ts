import type { Status } from '../../core/incident/lifecycle.ts';
import type { Coverage } from './coverage.ts';
import { endProblems } from './end-invariants.ts';
import { blamedIn } from './excuses.ts';
import type { Mishap } from './mishap.ts';
import { nobody, type Plant } from './plant.ts';
import { play } from './play.ts';
import type { Schedule } from './schedule.ts';
import { stageOf } from './stage.ts';
import type { Story } from './story.ts';
import type { Usual } from './usual.ts';

export type Simulated = {
  /** Empty when every invariant held from the first transaction to the end. */
  violations: string[];
  statuses: Status[];
  /** Everything that happened to the run, in order. */
  log: string[];
  /** Everything that went wrong, in order: given to the same schedule it is the same run. */
  mishaps: readonly Mishap[];
  sent: ReadonlyMap<string, number>;
};

/** One run, from its set-up to what is to be said of it. `usual`: what its story comes by when nothing goes wrong. */
export const run = async (schedule: Schedule, plant: Plant, coverage: Coverage, usual: Usual): Promise<Simulated> => {
  const { story } = schedule;
  const stage = stageOf(schedule, plant, coverage, usual);
  const { engine, seen, chances, incidents, unheard, log } = stage;
  await play(stage, schedule);
  const { deadLetters } = engine;
  const { mishaps } = chances;
  const blamed = blamedIn(mishaps);
  await seen.end({ deadLetters, blamed: (name) => story.fails === name || blamed(name) });
  await engine.stop();
  const statuses = incidents().map(({ status }) => status);
  const isDown = mishaps.some(({ of }) => of === 'outage');
  return {
    violations: [
      ...seen.violations,
      ...(isDown ? [] : unheard.map((one) => `a decision was never taken in: ${one}`)),
      ...endProblems(seen.ledger, story, mishaps, deadLetters),
      ...(plant === nobody && mishaps.length === 0 ? notAsTold(story, statuses) : []),
    ],
    statuses,
    log,
    mishaps,
    sent: seen.sent,
  };
};

/** On a calm day and with nobody's plant a story ends as it is told. */
const notAsTold = ({ name, ends }: Story, statuses: readonly Status[]): string[] =>
  ends.join() === statuses.join()
    ? []
    : [`nothing went wrong, and "${name}" ended ${statuses.join(', ')} instead of ${ends.join(', ')}`];
