import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { main } from './supply-chain/main.ts';

// `npm run supply-chain`; this file runs as dist/local/supply-chain.js.
process.exitCode = main({
  argv: process.argv.slice(2),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  root: fileURLToPath(new URL('../..', import.meta.url)),
  sourceDateEpoch: process.env['SOURCE_DATE_EPOCH'],
  run: (command, args, cwd) => spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 }),
});
