import { describe, expect, it } from 'vitest';
import { type Plant, simulate, type Simulated } from './harness.ts';
import { clinging, credulous, forged, forgetful, unwritten } from './plants.ts';
import { scheduleOf } from './schedule.ts';

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

/** Everything needed to see what happened in a run: it is printed when an invariant does not hold. */
const told = (seed: number, { log }: Simulated): string =>
  [`seed ${seed}: ${scheduleOf(seed).story.name}`, ...log].join('\n');

describe('the loop under duplicates, delays, deaths and lost answers', () => {
  const runs = new Map<number, Simulated>();

  it.each(seeds)('holds every invariant with seed %i', async (seed) => {
    const run = await simulate(scheduleOf(seed));
    runs.set(seed, run);
    expect(run.violations, told(seed, run)).toEqual([]);
  });

  it('reaches every kind of end and is really hit, also where the world is changed', () => {
    const ends = new Set([...runs.values()].flatMap(({ statuses }) => statuses));
    for (const end of ['resolved', 'rejected', 'expired', 'rolled_back', 'refused', 'self_recovered']) {
      expect([...ends]).toContain(end);
    }
    const lines = [...runs.values()].flatMap(({ log }) => log);
    for (const hit of ['executor: dies', 'rollback: dies', 'executor: answer lost', 'approval-api: ', 'notifier: ']) {
      expect(lines.filter((line) => line.includes(hit)).length, hit).toBeGreaterThan(0);
    }
    expect([...runs.values()].flatMap(({ sent }) => [...sent.values()]).length).toBeGreaterThan(20);
  });

  it('is the same run for the same seed', async () => {
    const again = await simulate(scheduleOf(3));
    expect(again.log).toEqual(runs.get(3)?.log);
    expect(again.statuses).toEqual(runs.get(3)?.statuses);
  });
});

describe('the invariants', () => {
  /** What is found in the runs of the first seeds, up to the first that has it. */
  const found = async (plant: Plant, what: RegExp): Promise<string | undefined> => {
    for (const seed of seeds) {
      const { violations } = await simulate(scheduleOf(seed), plant);
      const seen = violations.find((violation) => what.test(violation));
      if (seen !== undefined) return seen;
    }
    return undefined;
  };

  it.each<[string, Plant, RegExp]>([
    ['a change made twice when claims and journal both fail', forgetful, /changed twice/],
    ['a change on a forged approval when the verifier believes everything', credulous, /changed without a proof/],
    ['a change that no journal line came before', unwritten, /made without a journal line/],
    ['leases that outlive their incident', clinging, /is held by nobody/],
  ])('find %s', async (_bug, plant, what) => {
    expect(await found(plant, what)).toMatch(what);
  });

  it('hold against a forged approval when the proof is verified', async () => {
    const run = await simulate(scheduleOf(10), forged);
    expect(run.violations.filter((violation) => !violation.includes('ended refused'))).toEqual([]);
    expect(run.statuses).toEqual(['refused']);
    expect(run.sent.size).toBe(0);
  });
});
