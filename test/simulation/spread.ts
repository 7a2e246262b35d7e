import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import * as z from 'zod';
import { Covered } from './coverage.ts';
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

const Told = z.union([SeedRun, Covered]);
/** Each run as it ends, in no order, until one is `enough`, and after some of them what they covered. */
export type Hear = { onRun(run: SeedRun): 'enough' | undefined; onCovered?(covered: Covered): void };

/** A worker that does one task after the other until none is left; throws when it dies. */
const work = (script: string, next: () => Task | undefined, hear: Hear): Promise<void> =>
  new Promise((resolve, reject) => {
    // Most of what a run makes is gone before it is looked at again: a young generation of 64 MB saves a quarter of the time.
    const child = fork(script, { execPath: runtime(), execArgv: ['--max-semi-space-size=64'] });
    const end = (): void => {
      child.removeAllListeners('exit');
      child.removeAllListeners('message');
      child.kill();
      resolve();
    };
    const give = (): void => {
      const task = next();
      if (task === undefined) return end();
      child.send(task);
    };
    child.on('message', (message) => {
      const told = Told.parse(message);
      if (!('seed' in told)) {
        hear.onCovered?.(told);
        give();
      } else if (hear.onRun(told) === 'enough') end();
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => reject(new Error(`a worker ended with ${signal ?? code ?? 'nothing'}`)));
    give();
  });

/** Runs these seeds in so many processes. */
export const spread = async (
  { from, seeds }: Task,
  { script, workers }: { script: string; workers: number },
  hear: Hear,
): Promise<void> => {
  let at = from;
  const next = (): Task | undefined => {
    if (at >= from + seeds) return undefined;
    const task = { from: at, seeds: Math.min(chunk, from + seeds - at) };
    at += task.seeds;
    return task;
  };
  const onRun: Hear['onRun'] = (run) => {
    const heard = hear.onRun(run);
    if (heard === 'enough') at = from + seeds;
    return heard;
  };
  await Promise.all(Array.from({ length: workers }, () => work(script, next, { ...hear, onRun })));
};
