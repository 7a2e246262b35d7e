import { fileURLToPath } from 'node:url';
import { main } from './cli/main.ts';
import { stackFileIn } from './run/stack-file.ts';

// `npm start`; this file runs as dist/local/start.js.
const root = fileURLToPath(new URL('../..', import.meta.url));

process.exitCode = await main({
  argv: process.argv.slice(2),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isTerminal: process.stdout.isTTY,
  root,
  now: () => new Date(),
  stackFile: stackFileIn(root),
  interrupted: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    }),
});
