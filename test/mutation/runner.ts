import { join } from 'node:path';
import {
  determineHitLimitReached,
  DryRunStatus,
  type MutantRunOptions,
  type TestResult,
  type TestRunner,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { type Bundle, bundleTests } from './bundles.ts';
import { load } from './load.ts';
import { failed, hasFailed, runTest } from './run-test.ts';
import { keepSeen, readSeen, type Seen, seenOf, testsFor } from './seen.ts';
import { type Coverage, shared } from './shared.ts';

const idOf = ({ file }: Bundle, name: string): string => `${file}#${name}`;

/** One test file without any mutant, counted. */
const observe = async (bundle: Bundle): Promise<{ results: TestResult[]; coverage: Coverage; seen: Seen }> => {
  const start = performance.now();
  const coverage: Coverage = { static: {}, perTest: {} };
  shared.mutantCoverage = coverage;
  const results: TestResult[] = [];
  for (const { name, body } of await load(bundle)) {
    const id = idOf(bundle, name);
    shared.currentTestId = id;
    results.push({ ...(await runTest(id, body)), fileName: join(process.cwd(), bundle.file) });
    shared.currentTestId = undefined;
  }
  const seen = seenOf(bundle.file, performance.now() - start, coverage);
  // What is reached while a file is loaded every test of it may notice: so a new test lets an old survivor be tried again.
  const perTest = Object.fromEntries(results.map(({ id }) => [id, { ...coverage.static, ...coverage.perTest[id] }]));
  return { results, coverage: { ...coverage, perTest }, seen };
};

/** These tests of one file, until one of them notices the mutant. */
const show = async (bundle: Bundle, mutant: string, tests: 'all' | ReadonlySet<string>): Promise<TestResult[]> => {
  const results: TestResult[] = [];
  try {
    const loaded = await load(bundle);
    shared.activeMutant = mutant;
    for (const { name, body } of loaded) {
      const id = idOf(bundle, name);
      if (tests === 'all' || tests.has(id)) results.push(await runTest(id, body));
      if (hasFailed(results)) break;
    }
  } catch (error) {
    results.push(failed(bundle.file, error));
  }
  return results;
};

/**
 * Runs the unit tests for Stryker as its own runner for vitest does, with the same result, at a twentieth of the cost:
 * bundled once and evaluated anew for each mutant in one process, instead of hundreds of modules in a new worker.
 */
const runner = (): TestRunner => {
  let bundles: Bundle[] = [];
  let seen: Seen[] = [];
  return {
    capabilities: () => ({ reloadEnvironment: true }),

    async init() {
      // Any counterexample notices a mutant; to look for the smallest one takes minutes.
      fc.configureGlobal({ endOnFailure: true });
      bundles = await bundleTests(process.cwd());
      seen = readSeen();
    },

    async dryRun() {
      const tests: TestResult[] = [];
      const mutantCoverage: Coverage = { static: {}, perTest: {} };
      seen = [];
      for (const bundle of bundles) {
        const observed = await observe(bundle);
        tests.push(...observed.results);
        seen.push(observed.seen);
        Object.assign(mutantCoverage.perTest, observed.coverage.perTest);
        for (const [mutant, hits] of Object.entries(observed.coverage.static)) {
          mutantCoverage.static[mutant] = (mutantCoverage.static[mutant] ?? 0) + hits;
        }
      }
      // The quick ones first: most mutants are noticed by them.
      seen.sort((a, b) => a.milliseconds - b.milliseconds);
      keepSeen(seen);
      return { status: DryRunStatus.Complete, tests, mutantCoverage };
    },

    async mutantRun({ activeMutant: { id }, mutantActivation, hitLimit }: MutantRunOptions) {
      Object.assign(shared, { hitCount: 0, hitLimit, mutantCoverage: undefined });
      const tests: TestResult[] = [];
      for (const one of seen) {
        const able = testsFor(one, id);
        const bundle = bundles.find(({ file }) => file === one.file);
        if (bundle === undefined || (able !== 'all' && able.size === 0)) continue;
        shared.activeMutant = mutantActivation === 'static' ? id : undefined;
        tests.push(...(await show(bundle, id, able)));
        if (hasFailed(tests)) break;
      }
      shared.activeMutant = undefined;
      const endless = determineHitLimitReached(shared.hitCount, hitLimit);
      return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests });
    },
  };
};

export const strykerPlugins = [{ kind: 'TestRunner', name: 'bundled', factory: runner }];
