import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { main } from './ops/main.ts';
import { stackFileIn } from './run/stack-file.ts';

// `npm run ops`; this file runs as dist/local/ops.js.
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());

/** One typed line; Ctrl-C and Ctrl-D are no answer. */
const ask = async (question: string): Promise<string | undefined> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const gone = new AbortController();
  lines.once('SIGINT', () => interrupt.abort());
  lines.once('close', () => gone.abort());
  try {
    return await lines.question(question, { signal: AbortSignal.any([interrupt.signal, gone.signal]) });
  } catch {
    return undefined;
  } finally {
    lines.close();
  }
};

process.exitCode = await main({
  argv: process.argv.slice(2),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isTerminal: process.stdin.isTTY && process.stdout.isTTY,
  ask,
  stackFile: stackFileIn(fileURLToPath(new URL('../..', import.meta.url))),
  now: () => new Date(),
  wait: (ms) => sleep(ms, undefined, { signal: interrupt.signal }).catch(() => undefined),
  interrupted: interrupt.signal,
});
