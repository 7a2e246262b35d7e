import { fileURLToPath } from 'node:url';
import { main } from './replay/main.ts';

// `npm run replay`; this file runs as dist/local/replay.js.
process.exitCode = await main({
  argv: process.argv.slice(2),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  root: fileURLToPath(new URL('../..', import.meta.url)),
});
