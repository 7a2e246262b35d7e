import { fileURLToPath } from 'node:url';
import { main } from './cli/main.ts';

// `npm start`; this file runs as dist/local/start.js.
process.exitCode = await main({
  argv: process.argv.slice(2),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isTerminal: process.stdout.isTTY,
  root: fileURLToPath(new URL('../..', import.meta.url)),
  now: () => new Date(),
});
