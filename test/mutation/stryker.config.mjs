// What `npm run mutation` changes and how: see docs/mutation.md for what it found. Paths are of the project's root.
const kept = '.sovereign-ops/mutation';

/** Each file by a pattern of its own: `--mutate` takes a list with commas, and would cut through braces. */
const except = (folder, ...files) => files.map((file) => `!${folder}/${file}.ts`);

export default {
  mutate: [
    'core/{approval,remediation,incident}/**/*.ts',
    // Pages and drawings are looked at in a real browser (test/browser), which no mutant can wait for.
    '!core/approval/page/**',
    // Documents and code for a person to copy; nothing of it is ever executed.
    '!core/remediation/as-code/**',
    ...except('core/remediation', 'actions-page', 'keep', 'parameter-rows'),
    ...except('core/incident', 'diagram', 'markdown-table'),
  ],
  testRunner: 'bundled',
  plugins: ['./test/mutation/runner.ts'],
  coverageAnalysis: 'perTest',
  // The tests have every fault of a slow machine without a second process beside them.
  concurrency: 1,
  // A loaded machine is slow, and a test that is only slow has noticed nothing.
  timeoutMS: 30_000,
  // What a test file holds on to once it was evaluated is given back with its process.
  maxTestRunnerReuse: 100,
  // What was found stays found while code and tests are the same.
  incremental: true,
  incrementalFile: `${kept}/incremental.json`,
  tempDirName: `${kept}/sandbox`,
  ignorePatterns: ['dist', 'docs/images', '.sovereign-ops', 'test/browser'],
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: `${kept}/report.json` },
  thresholds: { high: 95, low: 90, break: 90 },
  packageManager: 'npm',
  // TypeScript 7 has no API to rewrite a tsconfig with, and nothing here needs one.
  tsconfigFile: 'none',
};
