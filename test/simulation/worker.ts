import { coverageOf } from './coverage.ts';
import { runSeed } from './seed-run.ts';
import { Task } from './task.ts';

// Thousands of errors are thrown on purpose, and only what they say is looked at.
Error.stackTraceLimit = 0;

// One process of `npm run simulate`: answers each task with its runs, one by one, then with what they covered; ends with its parent.
process.on('message', (message: unknown) => {
  const { from, seeds } = Task.parse(message);
  void (async () => {
    const coverage = coverageOf();
    for (let seed = from; seed < from + seeds; seed += 1) process.send?.(await runSeed(seed, coverage));
    process.send?.(coverage.covered());
  })();
});
process.on('disconnect', () => process.exit());
