import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Io } from '../io.ts';

/**
 * Hands the files of the project as they lie here to `visit`: what git tracks, and what it would take with `git add`.
 * Returns how many there are, or why git does not say.
 */
export const readTree = ({ root, git }: Pick<Io, 'root' | 'git'>, visit: (path: string, text: string) => void) => {
  const { status, stdout, stderr } = git(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  if (status !== 0) return { kind: 'unknown', why: stderr.trim().split('\n')[0] ?? '' } as const;
  const paths = new Set(stdout.toString('utf8').split('\0'));
  let files = 0;
  for (const path of paths) {
    // A link is a path, and a file that was removed is in the history.
    if (path === '' || lstatSync(join(root, path), { throwIfNoEntry: false })?.isFile() !== true) continue;
    visit(path, readFileSync(join(root, path), 'utf8'));
    files += 1;
  }
  return { kind: 'read', files } as const;
};
