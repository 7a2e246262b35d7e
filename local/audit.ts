import { main } from './audit/main.ts';

// `npm run audit`; this file runs as dist/local/audit.js.
process.exitCode = await main({
  argv: process.argv.slice(2),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
