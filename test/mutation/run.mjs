// `npm run mutation`: Stryker, under a Node that it runs on, over files, folders or everything that its settings name.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import config from './stryker.config.mjs';

const usage = `npm run mutation -- [--mutate <file|folder>[,...]] [--force]

Changes the code of core/approval, core/remediation and core/incident in one place at a time and tells which of these
changes no unit test notices. What was found before is kept in .sovereign-ops/mutation and not tried again while neither
the code nor the tests of it changed.

  --mutate <file|folder>[,...]   only these, such as core/approval/proof.ts or core/incident
  --force                        try what was found before, too

0 as many are noticed as the settings ask for, 1 fewer, 2 bad input.
`;

/** Stryker 10 needs it. */
const [major, minor] = [22, 18];
const runs = (version) => {
  const [own = 0, ownMinor = 0] = version.split('.').map(Number);
  return own > major || (own === major && ownMinor >= minor);
};

/** This Node, or the pinned one that comes as an optional dependency. */
const suitableNode = () => {
  if (runs(process.versions.node)) return process.execPath;
  const pinned = join('node_modules', `node-linux-${process.arch}`, 'bin/node');
  return existsSync(pinned) ? pinned : undefined;
};

/** A folder stands for what the settings would take of it. */
const patternsOf = (path) => {
  if (!statSync(path).isDirectory()) return [path];
  return [`${path.replace(/\/$/, '')}/**/*.ts`, ...config.mutate.filter((pattern) => pattern.startsWith('!'))];
};

const wrong = (message) => {
  process.stderr.write(`mutation: ${message}\n`);
  return 2;
};

const main = () => {
  const options = { mutate: { type: 'string' }, force: { type: 'boolean' }, help: { type: 'boolean' } };
  let values;
  try {
    ({ values } = parseArgs({ options }));
  } catch (error) {
    return wrong(error.message);
  }
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const paths = values.mutate?.split(',') ?? [];
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) return wrong(`--mutate: no file or folder "${missing}"`);
  const node = suitableNode();
  if (node === undefined) {
    return wrong(
      `Stryker needs Node ${major}.${minor} or later, this is ${process.versions.node}; npm ci brings one on Linux`,
    );
  }
  const { status } = spawnSync(
    node,
    [
      'node_modules/@stryker-mutator/core/bin/stryker.js',
      'run',
      'test/mutation/stryker.config.mjs',
      ...(paths.length === 0 ? [] : ['--mutate', paths.flatMap(patternsOf).join(',')]),
      ...(values.force ? ['--force'] : []),
    ],
    // Each test file is evaluated anew for each mutant, as a module: see load.ts.
    { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings' } },
  );
  return status ?? 1;
};

process.exitCode = main();
