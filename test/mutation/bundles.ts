import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { inlineClient } from '../../build.mjs';

/** What a mutant is shown to: the unit tests of the three folders, and what their handlers do with them. */
const shownTo = [
  'approval/**/*',
  'remediation/**/*',
  'incident/**/*',
  'alarm-handler/*',
  'approval-api/decision',
  'executor/{handler,skipped}',
  'rollback/{handler,skipped}',
  'timekeeper/*',
  'validator/*',
].map((part) => `test/unit/${part}.test.ts`);
/** Of notices as people see them, for seconds. */
const tooSlow = ['test/unit/approval/notice/hostile-notices.test.ts'];

export type Bundle = { file: string; code: string };

const keptIn = '.mutation-bundles.json';

/** Each test file of the sandbox with all that it imports of the project, as one module. Made once for a sandbox. */
export const bundleTests = async (sandbox: string): Promise<Bundle[]> => {
  const kept = join(sandbox, keptIn);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'));
  const files = globSync(shownTo, { cwd: sandbox })
    .filter((file) => !tooSlow.includes(file))
    .toSorted();
  const { outputFiles } = await build({
    absWorkingDir: sandbox,
    entryPoints: files.map((file) => ({ in: file, out: file })),
    outdir: sandbox,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    // A changed pattern may be none: then it is an error where it is used, and not of the whole file.
    supported: { 'regexp-sticky-and-unicode-flags': false },
    logLevel: 'warning',
    plugins: [inlineClient.esbuild],
  });
  const bundles = outputFiles.map(({ text }, at) => ({ file: files[at] ?? '', code: text }));
  writeFileSync(kept, JSON.stringify(bundles));
  return bundles;
};
