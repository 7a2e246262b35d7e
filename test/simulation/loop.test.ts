import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { calmDayOf } from './calm-day.ts';
import { simulate } from './harness.ts';
import type { Simulated } from './run.ts';
import { Mishap } from './mishap.ts';
import { scheduleOf } from './schedule.ts';
import { stories } from './stories.ts';

/** A sample: CI runs thousands. Their stories had their calm day before. */
const seeds = Array.from({ length: 16 }, (_, index) => index + 1);

/** Everything needed to see what happened in a run: it is printed when an invariant does not hold. */
const told = (seed: number, { log }: Simulated): string =>
  [`seed ${seed}: ${scheduleOf(seed).story.name}`, ...log].join('\n');

describe('the loop on a calm day', () => {
  it.each(stories.map(({ name }, seed) => [name, seed] as const))(
    'ends the story "%s" as told',
    async (_name, seed) => {
      const { violations } = await calmDayOf(scheduleOf(seed));
      expect(violations).toEqual([]);
    },
  );
});

describe('the loop under duplicates, delays, deaths and lost answers', () => {
  const runs = new Map<number, Simulated>();

  it.each(seeds)('holds every invariant with seed %i', async (seed) => {
    const run = await simulate(scheduleOf(seed));
    runs.set(seed, run);
    expect(run.violations, told(seed, run)).toEqual([]);
  });

  it('is really hit, above all where the world is changed, and changes it', () => {
    const calls = [...runs.values()].flatMap(({ mishaps }) => mishaps.filter((one) => one.of === 'call'));
    const hits = (kinds: RegExp, where = /./): number =>
      calls.filter((one) => kinds.test(one.kind) && where.test(one.where)).length;
    expect(hits(/^crash/, /executor|rollback/)).toBeGreaterThan(1);
    expect(hits(/^(throttle|timeout)/)).toBeGreaterThan(10);
    expect(hits(/^crash/)).toBeGreaterThan(15);
    expect([...runs.values()].flatMap(({ sent }) => [...sent.values()]).length).toBeGreaterThan(10);
  });

  it('is the same run for the same seed', async () => {
    const again = await simulate(scheduleOf(3));
    expect(again.log).toEqual(runs.get(3)?.log);
    expect(again.statuses).toEqual(runs.get(3)?.statuses);
  });

  it.each([3, 10])('is the same run when everything that went wrong with seed %i is given', async (seed) => {
    const first = runs.get(seed);
    const mishaps = z.array(Mishap).parse(JSON.parse(JSON.stringify(first?.mishaps)));
    const again = await simulate({ ...scheduleOf(seed), mishaps });
    expect(mishaps.length).toBeGreaterThan(5);
    expect(again.log).toEqual(first?.log);
    expect(again.mishaps).toEqual(first?.mishaps);
  });
});
