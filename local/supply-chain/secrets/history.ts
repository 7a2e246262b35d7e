import type { Io } from '../io.ts';

/** Text of the history: of a file, a commit or a tag, as git names it. */
export type Kept = { path: string; object: string; text: string };
export type History =
  | { kind: 'read'; objects: number; missing: number; tooLarge: { path: string; object: string; bytes: number }[] }
  /** It cannot be read, or not all of it: nothing is known about it. */
  | { kind: 'unknown'; why: string };

/** More than any source is; a larger object is named and not read, so that memory is bounded. */
const largest = 16 * 2 ** 20;
/** Bytes of objects that are held at a time. */
const together = 32 * 2 ** 20;

type Listed = { object: string; type: string; bytes: number; path: string };

const listed = (line: string): Listed[] => {
  const [object = '', type = '', bytes = '', ...path] = line.split(' ');
  if (type === 'blob') return [{ object, type, bytes: Number(bytes), path: path.join(' ') }];
  return type === 'commit' || type === 'tag' ? [{ object, type, bytes: Number(bytes), path: type }] : [];
};

const batches = function* (objects: readonly Listed[]): Generator<Listed[]> {
  let batch: Listed[] = [];
  let bytes = 0;
  for (const one of objects) {
    if (bytes + one.bytes > together && batch.length > 0) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(one);
    bytes += one.bytes;
  }
  if (batch.length > 0) yield batch;
};

/**
 * Hands every file that any branch or tag ever had, every commit and every tag to `visit`, each content once. Needs no
 * network; a clone that does not have everything is not taken for one that has nothing to hide.
 */
export const readHistory = ({ git }: Pick<Io, 'git'>, visit: (kept: Kept) => void): History => {
  const shallow = git(['rev-parse', '--is-shallow-repository']);
  if (shallow.status !== 0) return { kind: 'unknown', why: shallow.stderr.trim().split('\n')[0] ?? '' };
  if (shallow.stdout.toString('utf8').trim() !== 'false') return { kind: 'unknown', why: 'this is a shallow clone' };
  const named = git(['rev-list', '--objects', '--all', 'HEAD']);
  if (named.status !== 0) return { kind: 'unknown', why: named.stderr.trim().split('\n')[0] ?? '' };
  const checked = git(['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize) %(rest)'], named.stdout);
  if (checked.status !== 0) return { kind: 'unknown', why: checked.stderr.trim().split('\n')[0] ?? '' };
  const lines = checked.stdout.toString('utf8').split('\n');
  const missing = lines.filter((line) => line.endsWith(' missing')).length;
  const objects = lines.flatMap(listed);
  const small = objects.filter(({ bytes }) => bytes <= largest);
  for (const batch of batches(small)) {
    const { status, stdout, stderr } = git(['cat-file', '--batch'], batch.map(({ object }) => `${object}\n`).join(''));
    if (status !== 0) return { kind: 'unknown', why: stderr.trim().split('\n')[0] ?? '' };
    let at = 0;
    for (const { object, path, bytes } of batch) {
      // `<name> <type> <size>`, a line, the content, a line end: git-cat-file(1), "BATCH OUTPUT".
      const from = stdout.indexOf('\n', at) + 1;
      visit({ path, object, text: stdout.toString('utf8', from, from + bytes) });
      at = from + bytes + 1;
    }
  }
  return { kind: 'read', objects: small.length, missing, tooLarge: objects.filter(({ bytes }) => bytes > largest) };
};
