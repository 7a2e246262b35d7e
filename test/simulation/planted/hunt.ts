import type { SeedRun } from '../seed-run.ts';
import { spread } from '../spread.ts';
import type { Task } from '../task.ts';
import type { Planted } from './patch.ts';

/** After how many seeds a planted bug was found, and by what; `found` is absent where it was not. */
export type Hunted = {
  name: string;
  bug: string;
  seeds: number;
  found?: { seed: number; violation: string; isExpected: boolean };
};

const foundBy = ({ expected }: Planted, { seed, violations }: SeedRun): Hunted['found'] => {
  const [first] = violations;
  if (first === undefined) return undefined;
  const own = violations.find((violation) => expected.test(violation));
  return { seed, violation: own ?? first, isExpected: own !== undefined };
};

/** Runs seeds one after the other in one process, with the bug in it, until the first in which an invariant does not hold. */
export const hunt = async (planted: Planted, script: string, task: Task): Promise<Hunted> => {
  const { name, bug } = planted;
  const hunted: Hunted = { name, bug, seeds: 0 };
  const onRun = (run: SeedRun): 'enough' | undefined => {
    hunted.seeds += 1;
    const found = foundBy(planted, run);
    if (found === undefined) return undefined;
    hunted.found = found;
    return 'enough';
  };
  await spread(task, { script, workers: 1 }, { onRun });
  return hunted;
};
