import * as z from 'zod';
import { statuses } from '../../core/incident/lifecycle.ts';
import type { Coverage } from './coverage.ts';
import { simulate } from './harness.ts';
import { scheduleOf } from './schedule.ts';

/** What a worker tells of one seed; what happened in the run only where an invariant did not hold. */
export const SeedRun = z.strictObject({
  seed: z.int(),
  story: z.string(),
  statuses: z.array(z.enum(statuses)),
  violations: z.array(z.string()),
  log: z.array(z.string()),
});
export type SeedRun = z.infer<typeof SeedRun>;

/** One seed under all invariants. */
export const runSeed = async (seed: number, coverage: Coverage): Promise<SeedRun> => {
  const schedule = scheduleOf(seed);
  const { violations, statuses: ended, log } = await simulate(schedule, {}, coverage);
  return { seed, story: schedule.story.name, statuses: ended, violations, log: violations.length > 0 ? log : [] };
};
