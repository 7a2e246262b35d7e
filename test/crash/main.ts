import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findDynoxide } from '../../local/engine/dynoxide.ts';
import { type Arguments, parseArguments, usage } from './arguments.ts';
import { layGround } from './ground.ts';
import { failure, type SeededLoop, summary } from './print.ts';
import { calmLoop, plantedLoop, runLoops } from './run.ts';

// `npm run crash`; this file runs as dist/local/crash.js beside the program that is killed.
const root = fileURLToPath(new URL('../..', import.meta.url));
const program = fileURLToPath(new URL('crash-child.js', import.meta.url));

const wrong = (message: string): number => {
  process.stderr.write(`crash: ${message}\n`);
  return 2;
};

const run = async (options: Extract<Arguments, { kind: 'run' }>, dynoxide: string): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'crash-ground-'));
  const started = performance.now();
  const loops: SeededLoop[] = [];
  const timer = setInterval(() => {
    const killed = loops.flatMap(({ kills }) => kills).length;
    process.stderr.write(`${killed} of ${options.kills} kills, ${loops.length} loops\n`);
  }, 10_000);
  try {
    const ground = layGround(root, folder, { program, dynoxide });
    const { looped, loopMs } = await calmLoop(ground);
    const taken = (loop: SeededLoop): void => {
      loops.push(loop);
      if (loop.problems.length > 0) process.stdout.write(failure(loop));
    };
    taken({ ...looped, seed: 0, story: 'nobody is killed' });
    taken({ ...(await plantedLoop(ground)), seed: 0, story: 'a planted bug is seen' });
    await runLoops(ground, { ...options, loopMs }, taken);
  } finally {
    clearInterval(timer);
    rmSync(folder, { recursive: true });
  }
  process.stdout.write(summary(loops, (performance.now() - started) / 1000));
  return loops.every(({ problems }) => problems.length === 0) ? 0 : 1;
};

const main = async (): Promise<number> => {
  const parsed = parseArguments(process.argv.slice(2));
  if (parsed.kind === 'wrong') return wrong(parsed.message);
  if (parsed.kind === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  const dynoxide = findDynoxide();
  return dynoxide === undefined
    ? wrong('expected dynoxide, which npm ci installs on Linux x64 only, found none')
    : run(parsed, dynoxide);
};

process.exitCode = await main();
