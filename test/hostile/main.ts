import { parseArguments } from './arguments.ts';
import { failure, summary } from './print.ts';
import { type Ran, runTarget } from './run-target.ts';
import { targets } from './targets.ts';
import { usage } from './usage.ts';

// `npm run hostile`; this file runs as dist/local/hostile.js.
const out = (text: string): void => void process.stdout.write(text);
const err = (text: string): void => void process.stderr.write(text);

/** An input that nobody waits for any more did this: no process of ours may end by it. */
const escaped: unknown[] = [];
process.on('unhandledRejection', (reason) => escaped.push(reason));
process.on('uncaughtException', (error) => escaped.push(error));

const main = async (): Promise<0 | 1 | 2> => {
  const asked = parseArguments(
    process.argv.slice(2),
    targets.map(({ name }) => name),
  );
  if (asked.kind === 'wrong') {
    err(`hostile: ${asked.message}\n`);
    return 2;
  }
  if (asked.kind === 'help') {
    out(usage);
    return 0;
  }
  const all: Ran[] = [];
  for (const target of targets.filter(({ name }) => asked.targets.includes(name))) {
    const started = performance.now();
    let told = started;
    const progress = (sent: number): void => {
      const now = performance.now();
      if (now - told < 10_000) return;
      told = now;
      err(`${target.name}: ${sent} of ${asked.inputs}, ${((sent / (now - started)) * 1000).toFixed(0)}/s\n`);
    };
    const ran = await runTarget(target, { ...asked, progress });
    err(`${target.name}: ${ran.refused} refused in ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
    err(failure(ran));
    all.push(ran);
  }
  out(summary(all));
  for (const reason of escaped) err(`hostile: not handled by anybody: ${String(reason)}\n`);
  return all.some(({ violation }) => violation !== undefined) || escaped.length > 0 ? 1 : 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  err(`hostile: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
