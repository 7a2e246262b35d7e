import { coverageOf } from './coverage.ts';
import { nobody } from './plant.ts';
import { run } from './run.ts';
import { calm, type Schedule } from './schedule.ts';
import { nothingUsual, type Usual, usualOf } from './usual.ts';

export type CalmDay = { usual: Usual; violations: readonly string[] };
const calmDays = new Map<string, Promise<CalmDay>>();

/** What a story comes by when nothing goes wrong, and whether all is well then: told once in a process. */
export const calmDayOf = (schedule: Schedule): Promise<CalmDay> => {
  const { name } = schedule.story;
  const known = calmDays.get(name);
  if (known !== undefined) return known;
  const coverage = coverageOf();
  const made = run({ ...calm(schedule), seed: 0 }, nobody, coverage, nothingUsual).then(({ violations }) => ({
    usual: usualOf(coverage.covered()),
    violations,
  }));
  calmDays.set(name, made);
  return made;
};
