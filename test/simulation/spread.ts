import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { SeedRun } from './seed-run.ts';
import type { Task } from './task.ts';

/** Seeds that a worker gets at once: few enough that all workers end together. */
const chunk = 25;

/** The runtime of the functions where it is installed, else this one: its promises cost half as much. */
const runtime = (): string => {
  try {
    return createRequire(import.meta.url).resolve(`node-${process.platform}-${process.arch}/bin/node`);
  } catch {
    return process.execPath;
  }
};

/** A worker that does one task after the other until none is left; throws when it dies. */
const work = (script: string, next: () => Task | undefined, onRun: (run: SeedRun) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = fork(script, { execPath: runtime() });
    let left = 0;
    const give = (): void => {
      const task = next();
      if (task === undefined) {
        child.removeAllListeners('exit');
        child.disconnect();
        resolve();
        return;
      }
      left = task.seeds;
      child.send(task);
    };
    child.on('message', (message) => {
      onRun(SeedRun.parse(message));
      left -= 1;
      if (left === 0) give();
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => reject(new Error(`a worker ended with ${signal ?? code ?? 'nothing'}`)));
    give();
  });

/** Runs these seeds in so many processes; `onRun` hears of each as it ends, in no order. */
export const spread = async (
  { from, seeds }: Task,
  { script, workers }: { script: string; workers: number },
  onRun: (run: SeedRun) => void,
): Promise<void> => {
  let at = from;
  const next = (): Task | undefined => {
    if (at >= from + seeds) return undefined;
    const task = { from: at, seeds: Math.min(chunk, from + seeds - at) };
    at += task.seeds;
    return task;
  };
  await Promise.all(Array.from({ length: workers }, () => work(script, next, onRun)));
};
