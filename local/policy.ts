import { fileURLToPath } from 'node:url';
import { main } from './policy/main.ts';

// `npm run policy`; this file runs as dist/local/policy.js.
process.exitCode = main({
  argv: process.argv.slice(2),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  now: () => new Date(),
  root: fileURLToPath(new URL('../..', import.meta.url)),
});
