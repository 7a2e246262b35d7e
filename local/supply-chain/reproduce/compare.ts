import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** What of a build is compared: what is deployed, and what says what is in it. */
export const builtFolders = ['dist/functions', 'dist/layer', 'dist/sbom'] as const;

/** SHA-256 of each file by its path below the root of the project, in the order of paths. */
export type Hashes = ReadonlyMap<string, string>;

/** Hashes of every file that a build left in the folders that are compared. */
export const hashesOf = (root: string): Hashes => {
  const files = builtFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files
      .map((file) => [relative(root, file).split(sep).join('/'), file] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, file]) => [path, createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
};

const firstByte = (one: Buffer, other: Buffer): number => {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at += 1) if (one[at] !== other[at]) return at;
  return shorter;
};

const shown = (bytes: Buffer, at: number): string =>
  at >= bytes.length ? 'its end' : JSON.stringify(bytes.toString('latin1', at, at + 24));

/** The first file, in the order of paths, in which two builds are not the same, and where; undefined if there is none. */
export const firstDifference = (one: string, other: string): string | undefined => {
  const [first, second] = [hashesOf(one), hashesOf(other)];
  const paths = [...new Set([...first.keys(), ...second.keys()])].toSorted();
  const path = paths.find((each) => first.get(each) !== second.get(each));
  if (path === undefined) return undefined;
  const missing = [first.has(path) ? '' : 'first', second.has(path) ? '' : 'second'].find((which) => which !== '');
  if (missing !== undefined) return `${path}: the ${missing} build did not write it`;
  const [a, b] = [readFileSync(join(one, path)), readFileSync(join(other, path))];
  const at = firstByte(a, b);
  return `${path}: byte ${at}: the first build has ${shown(a, at)}, the second ${shown(b, at)}`;
};
