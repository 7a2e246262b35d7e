import { fileURLToPath } from 'node:url';
import { main } from './bench/diagnosis/main.ts';

// `npm run bench:diagnosis`; this file runs as dist/local/bench-diagnosis.js.
process.exitCode = main({
  argv: process.argv.slice(2),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  root: fileURLToPath(new URL('../..', import.meta.url)),
});
