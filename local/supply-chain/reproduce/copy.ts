import { chmodSync, copyFileSync, mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What must not show in what is built. */
export type Circumstances = {
  /** Below a folder of its own; another length and depth, characters that have to be quoted. */
  place: string;
  modified: Date;
  /** Files are made in the order of git or against it, as some file systems list them in the order they were made in. */
  reversed: boolean;
  umask: string;
  environment: Readonly<Record<string, string>>;
};

/** Two that differ in everything that has made builds differ elsewhere. https://reproducible-builds.org/docs/ */
export const circumstances: readonly [Circumstances, Circumstances] = [
  {
    place: 'a',
    modified: new Date('2001-09-09T01:46:40Z'),
    reversed: false,
    umask: '022',
    environment: { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' },
  },
  {
    place: 'another place/of the same project',
    modified: new Date('2033-05-18T03:33:20Z'),
    reversed: true,
    umask: '077',
    // Fourteen hours ahead, and an i that has a dot also when it is large.
    environment: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
  },
];

/** Copies files of the project to where they are built once more; what is installed is linked to. */
export const copyProject = (
  root: string,
  files: readonly string[],
  to: string,
  { modified, reversed, umask }: Circumstances,
): void => {
  for (const file of reversed ? files.toReversed() : files) {
    const copy = join(to, file);
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(join(root, file), copy);
    chmodSync(copy, 0o666 & ~Number.parseInt(umask, 8));
    utimesSync(copy, modified, modified);
  }
  symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'), 'dir');
};
