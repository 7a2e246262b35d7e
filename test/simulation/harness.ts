import { calmDayOf } from './calm-day.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { nobody, type Plant } from './plant.ts';
import { run, type Simulated } from './run.ts';
import type { Schedule } from './schedule.ts';
import { nothingUsual } from './usual.ts';

/**
 * Runs a schedule on the real handlers, the in-memory table and a virtual clock, under all invariants. Where nothing is
 * given that goes wrong it is drawn, by what the story comes by on a calm day; that day must be without a violation, too.
 */
export const simulate = async (
  schedule: Schedule,
  plant: Plant = nobody,
  coverage: Coverage = coverageOf(),
): Promise<Simulated> => {
  if (schedule.mishaps !== undefined) return run(schedule, plant, coverage, nothingUsual);
  const day = await calmDayOf(schedule);
  const ran = await run(schedule, plant, coverage, day.usual);
  return { ...ran, violations: [...day.violations, ...ran.violations] };
};
