import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionEnvironment } from '../invoke/environment.ts';
import { readTemplate } from '../template/read.ts';

export type BundleFigures = { name: string; kilobytes: number; importMs: number; ratio: number };

/** Fresh processes per function; the median of them is the figure. */
const processes = 15;

const timed = `const s = performance.now(); require(process.argv[1]); process.stdout.write(String(performance.now() - s)); process.exit(0);`;

const importOnce = (file: string, environment: NodeJS.ProcessEnv): number => {
  const run = spawnSync(process.execPath, ['-e', timed, file], { env: environment, encoding: 'utf8' });
  const ms = Number(run.stdout);
  if (run.status !== 0 || !Number.isFinite(ms) || run.stdout === '')
    throw new Error(`${file} does not load: ${run.stderr}`);
  return ms;
};

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * Size and import time of every built function beside an empty handler, all in turn in one run, so that the ratio holds
 * when the machine's speed drifts.
 */
export const bundleFigures = (root: string): { empty: number; functions: BundleFigures[] } => {
  const model = readTemplate(readFileSync(join(root, 'template.yaml'), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'sovereign-ops-bench-'));
  const emptyFile = join(folder, 'index.js');
  writeFileSync(emptyFile, 'exports.handler = async () => ({});\n');
  const built = model.functions.map(({ name, environment }) => {
    const taskRoot = join(root, 'dist/functions', name);
    const place = { name, taskRoot, policyDir: join(root, 'dist/layer/policy') };
    return {
      name,
      file: join(taskRoot, 'index.js'),
      environment: functionEnvironment(place, environment, process.env),
    };
  });
  const runs = new Map<string, number[]>(['', ...built.map(({ name }) => name)].map((name) => [name, []]));
  try {
    for (let n = 0; n < processes; n += 1) {
      runs.get('')?.push(importOnce(emptyFile, { PATH: process.env['PATH'] }));
      for (const { name, file, environment } of built) runs.get(name)?.push(importOnce(file, environment));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const empty = median(runs.get('') ?? []);
  const functions = built.map(({ name, file }) => {
    const importMs = median(runs.get(name) ?? []);
    return { name, kilobytes: Math.round(statSync(file).size / 1000), importMs, ratio: importMs / empty };
  });
  return { empty, functions };
};
