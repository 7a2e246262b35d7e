import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../io.ts';
import { builtFolders, firstDifference, type Hashes, hashesOf } from './compare.ts';
import { circumstances, copyProject } from './copy.ts';

export type Reproduced =
  | { kind: 'same'; hashes: Hashes }
  | { kind: 'different'; message: string }
  /** Nothing was compared. */
  | { kind: 'wrong'; message: string };

const steps = [['build.mjs'], ['dist/local/supply-chain.js', 'sbom']] as const;

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';

/**
 * Builds the files that git tracks, as they lie here, twice: from two folders with other names, times, rights, time zone
 * and language. What `npm run build` writes must be the same to the byte.
 */
export const reproduce = (io: Pick<Io, 'root' | 'run'>): Reproduced => {
  const listed = io.run('git', ['ls-files', '-z'], io.root);
  if (listed.status !== 0) {
    const why = firstLine(listed.stderr ?? '') || listed.error?.message;
    return { kind: 'wrong', message: `git ls-files: expected a checkout with git, found none: ${why}` };
  }
  // What somebody removed and did not commit yet is not built.
  const files = listed.stdout.split('\0').filter((file) => file !== '' && existsSync(join(io.root, file)));
  const folder = mkdtempSync(join(tmpdir(), 'reproduce-'));
  try {
    for (const one of circumstances) {
      const to = join(folder, one.place);
      copyProject(io.root, files, to, one);
      for (const step of steps) {
        const shell = ['-c', `umask ${one.umask} && exec "$@"`, 'sh', process.execPath, ...step];
        const { status, stderr = '', error } = io.run('sh', shell, to, one.environment);
        if (status === 0) continue;
        return { kind: 'wrong', message: `${step.join(' ')} failed in ${to}: ${firstLine(stderr) || error?.message}` };
      }
    }
    const [one, other] = [join(folder, circumstances[0].place), join(folder, circumstances[1].place)];
    const message = firstDifference(one, other);
    if (message !== undefined) return { kind: 'different', message };
    const hashes = hashesOf(one);
    const empty = builtFolders.filter((built) => ![...hashes.keys()].some((path) => path.startsWith(`${built}/`)));
    if (empty.length === 0) return { kind: 'same', hashes };
    return { kind: 'wrong', message: `nothing was compared: the builds wrote no file to ${empty.join(', ')}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
