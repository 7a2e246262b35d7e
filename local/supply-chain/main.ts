import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { type Arguments, parseArguments } from './arguments.ts';
import { auditVerdict } from './audit-verdict.ts';
import type { ExitCode, Io } from './io.ts';
import { licenseFindings } from './licenses.ts';
import { Lockfile, Manifest } from './lockfile.ts';
import { lockfileFindings } from './lockfile-findings.ts';
import { builtProducts } from './products.ts';
import { reproduceCommand } from './reproduce/command.ts';
import { secretsCommand } from './secrets/command.ts';
import { usage } from './usage.ts';
import { writeSbom } from './write-sbom.ts';

type Read = { manifest: Manifest; lockfile: Lockfile };

const parsed = <T>(root: string, file: string, schema: z.ZodType<T>): T | string => {
  try {
    const { success, data, error } = schema.safeParse(JSON.parse(readFileSync(join(root, file), 'utf8')));
    return success ? data : `${file}: ${z.prettifyError(error).split('\n').join(' ')}`;
  } catch (error) {
    return `${file}: expected a JSON file: ${error instanceof Error ? error.message : String(error)}`;
  }
};

const read = (root: string): Read | string => {
  const manifest = parsed(root, 'package.json', Manifest);
  if (typeof manifest === 'string') return manifest;
  const lockfile = parsed(root, 'package-lock.json', Lockfile);
  return typeof lockfile === 'string' ? lockfile : { manifest, lockfile };
};

const wrong = (io: Io, message: string): 2 => {
  io.err(`supply-chain: ${message}\n`);
  return 2;
};

const found = (io: Io, lines: readonly string[]): 1 => {
  for (const line of lines) io.err(`supply-chain: ${line}\n`);
  return 1;
};

const check = (io: Io, { manifest, lockfile }: Read): ExitCode => {
  const findings = [...lockfileFindings(manifest, lockfile), ...licenseFindings(lockfile)];
  if (findings.length > 0) return found(io, findings);
  const packages = Object.keys(lockfile.packages).length - 1;
  io.out(`${packages} packages: exact versions, sha512, one source, no install script runs, licenses of the list\n`);
  return 0;
};

const writeBills = (io: Io, { manifest, lockfile }: Read, { out }: { out: string | undefined }): ExitCode => {
  const built = builtProducts(io.root, manifest, lockfile);
  if (built.kind === 'wrong') return wrong(io, built.message);
  if (built.findings.length > 0) return found(io, built.findings);
  const seconds = Number(io.sourceDateEpoch);
  if (!Number.isFinite(seconds) && io.sourceDateEpoch !== undefined) {
    return wrong(io, `SOURCE_DATE_EPOCH: expected seconds since 1970, found ${io.sourceDateEpoch}`);
  }
  const folder = resolve(io.root, out ?? 'dist/sbom');
  const at = io.sourceDateEpoch === undefined ? undefined : new Date(seconds * 1000);
  writeSbom(io.root, folder, built.products, at);
  for (const { name, packages } of built.products) io.out(`${name}.cdx.json: ${packages.length} packages\n`);
  return 0;
};

const audit = (io: Io, { whereReachable }: { whereReachable: boolean }): ExitCode => {
  const flags = ['audit', '--omit=dev', '--audit-level=high', '--json'];
  const verdict = auditVerdict(io.run('npm', flags, io.root));
  switch (verdict.kind) {
    case 'clean':
      io.out(`npm audit: nothing high or critical in what may be bundled (${verdict.below} below)\n`);
      return 0;
    case 'found':
      return found(io, verdict.lines);
    case 'unanswered':
      if (!whereReachable) return wrong(io, `npm audit: no answer: ${verdict.why}`);
      io.out(`npm audit: SKIPPED, nothing is known about vulnerabilities: ${verdict.why}\n`);
      return 0;
    default:
      return verdict satisfies never;
  }
};

const run = (io: Io, asked: Exclude<Arguments, { kind: 'help' | 'wrong' }>): ExitCode => {
  if (asked.kind === 'secrets') return secretsCommand(io, asked);
  if (asked.kind === 'reproduce') return reproduceCommand(io);
  const files = read(io.root);
  if (typeof files === 'string') return wrong(io, files);
  switch (asked.kind) {
    case 'check':
      return check(io, files);
    case 'sbom':
      return writeBills(io, files, asked);
    case 'audit':
      return audit(io, asked);
    default:
      return asked satisfies never;
  }
};

/** `npm run supply-chain`: 0 in order, 1 something was found, 2 the call or a file is wrong, or nobody answered. */
export const main = (io: Io): ExitCode => {
  const asked = parseArguments(io.argv);
  if (asked.kind === 'wrong') return wrong(io, asked.message);
  if (asked.kind !== 'help') return run(io, asked);
  io.out(usage);
  return 0;
};
