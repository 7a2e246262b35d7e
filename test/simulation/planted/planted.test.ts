import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  const [unwritten, unasked, unheard] = ['journal-after-call', 'consent-ignored', 'audit-not-retried'].map(planted);
  let simulator: Simulator;
  beforeAll(async () => {
    const bugs = [unwritten, unasked, unheard].filter((bug) => bug !== undefined);
    const bundled = await bundlePlanted(place, 'sample', bugs);
    if (bundled.kind === 'wrong') throw new Error(bundled.message);
    simulator = await import(pathToFileURL(bundled.script).href);
  }, patience);

  it.each([
    ['journal-after-call', unwritten, 0],
    ['consent-ignored', unasked, 6],
  ])(
    'are found on a calm day: %s',
    async (_name, bug, seed) => {
      const { violations } = await simulator.runOnly(seed, []);
      expect(violations).toContainEqual(expect.stringMatching(bug?.expected ?? 'nothing'));
    },
    patience,
  );

  it(
    'are found by what goes wrong, and three things of it are enough: audit-not-retried',
    async () => {
      const { of = 0, only, violations } = (await simulator.shorten(2)) ?? {};
      expect(violations).toContainEqual(expect.stringMatching(unheard?.expected ?? 'nothing'));
      expect(of).toBeGreaterThan(3);
      expect(only?.length).toBeLessThanOrEqual(3);
    },
    patience,
  );
});
