import { defineConfig } from 'vitest/config';
import { inlineClient } from './build.mjs';

export default defineConfig({
  plugins: [inlineClient.vite],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'threads',
    maxWorkers: 2,
    // Two processes load what is tested once, not each of the files: whatever a test changes in its process it puts back.
    isolate: false,
  },
});
