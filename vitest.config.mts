import { defineConfig } from 'vitest/config';
import { inlineClient } from './build.mjs';

/** Pure code and plain fakes: nothing of a process is touched, so that files may share one and load what they test once. */
const pure = [
  'test/unit/{evidence,diagnosis,knowledge,incident,policy,remediation,approval,report,audit,docs,events}/**/*.test.ts',
  'test/unit/{alarm-handler,analyzer,proposer,notifier,executor,validator,rollback,timekeeper,auditor,approval-api}/**/*.test.ts',
  'test/unit/local/{engine,gateway,ops,policy,template,workload}/**/*.test.ts',
  'test/template/**/*.test.ts',
];

const shared = { testTimeout: 30_000, hookTimeout: 30_000, pool: 'threads', maxWorkers: 2 } as const;

export default defineConfig({
  plugins: [inlineClient.vite],
  test: {
    ...shared,
    projects: [
      { extends: true, test: { ...shared, name: 'pure', include: pure, isolate: false } },
      { extends: true, test: { ...shared, name: 'alone', include: ['test/**/*.test.ts'], exclude: pure } },
    ],
  },
});
