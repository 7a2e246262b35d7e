import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { main } from './supply-chain/main.ts';

// `npm run supply-chain`; this file runs as dist/local/supply-chain.js.
const root = fileURLToPath(new URL('../..', import.meta.url));
process.exitCode = main({
  argv: process.argv.slice(2),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  root,
  sourceDateEpoch: process.env['SOURCE_DATE_EPOCH'],
  run: (command, args, cwd, environment = {}) =>
    spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26, env: { ...process.env, ...environment } }),
  git: (args, input) => {
    const env = { ...process.env, GIT_NO_LAZY_FETCH: '1' };
    const { status, stdout, stderr, error } = spawnSync('git', args, { cwd: root, env, input, maxBuffer: 2 ** 28 });
    return { status, stdout: stdout ?? Buffer.alloc(0), stderr: error?.message ?? stderr.toString('utf8') };
  },
});
