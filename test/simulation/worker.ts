import { runSeed } from './seed-run.ts';
import { Task } from './task.ts';

// One process of `npm run simulate`: answers each task with its runs, one by one, and ends with its parent.
process.on('message', (message: unknown) => {
  const { from, seeds } = Task.parse(message);
  void (async () => {
    for (let seed = from; seed < from + seeds; seed += 1) process.send?.(await runSeed(seed));
  })();
});
process.on('disconnect', () => process.exit());
