import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedsOf } from '../schedule.ts';
import { bundlePlanted } from './bundle.ts';
import type { Planted } from './patch.ts';
import { readPatches } from './patches.ts';

type Simulator = typeof import('../shorten.ts');

// Below the tree: there, what is bundled finds the engine of the policies.
mkdirSync('dist', { recursive: true });
const outdir = mkdtempSync(resolve('dist/planted-'));
afterAll(() => rmSync(outdir, { recursive: true }));
const place = { root: process.cwd(), entry: 'test/simulation/shorten.ts', outdir };

const planted = (name: string): Planted => {
  const found = readPatches('.').find((one) => one.kind === 'planted' && one.name === name);
  if (found?.kind !== 'planted') throw new Error(`there is no patch ${name}`);
  return found;
};

/** A few seconds of work; on a machine that does much else they take long. */
const patience = 240_000;

// A sample, in one bundle: npm run planted looks for each of them alone.
describe('planted bugs', () => {
  const unasked = planted('consent-ignored');
  const deaf = planted('recovery-missed');
  const forgetful = planted('audit-not-retried');
  let simulator: Simulator;
  beforeAll(async () => {
    const bundled = await bundlePlanted(place, 'sample', [unasked, deaf, forgetful]);
    if (bundled.kind === 'wrong') throw new Error(bundled.message);
    simulator = await import(pathToFileURL(bundled.script).href);
  }, patience);

  it.each([
    [unasked.name, unasked, 'ineffective, nobody decides'],
    [deaf.name, deaf, 'recovers'],
  ])(
    'are found on a day on which nothing goes wrong: %s',
    async (_name, { expected }, story) => {
      const [seed = 0] = seedsOf(story);
      const { violations } = await simulator.runOnly(seed, []);
      expect(violations).toContainEqual(expect.stringMatching(expected));
    },
    patience,
  );

  it(
    'are found by what goes wrong, of which a few things are enough: audit-not-retried',
    async () => {
      let found: Awaited<ReturnType<Simulator['shorten']>>;
      // A story in which the other two cannot show.
      for (const seed of seedsOf('rejected', 12)) found ??= await simulator.shorten(seed);
      expect(found?.violations).toContainEqual(expect.stringMatching(forgetful.expected));
      expect(found?.complete).toBe(true);
      expect(found?.of).toBeGreaterThan(10);
      expect(found?.only.length).toBeLessThanOrEqual(3);
      expect(found?.around).toContainEqual(expect.stringContaining(' call auditor #'));
    },
    patience,
  );
});
