import { createHash } from 'node:crypto';

/** One file of a tree: its path below the root, with `/`, and its content. */
export type HashedFile = readonly [path: string, content: Uint8Array | string];

/** What the policy layer consists of; nothing else below its directory is hashed, packed or read. */
export const policyEntries = [
  'languages',
  'models.yaml',
  'policies',
  'policy.yaml',
  'profiles',
  'prompts',
  'roster.yaml',
  'runbooks',
  'runtime-security.yaml',
] as const;

/** Code-unit order, not the locale's: the same on every machine. */
const byPath = ([a]: HashedFile, [b]: HashedFile): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * SHA-256 in lower-case hex over a set of files, whatever order they come in. Each path and each content goes in behind
 * its length, so that no two different sets give the same bytes.
 */
export const contentHash = (files: readonly HashedFile[]): string => {
  const hash = createHash('sha256');
  const add = (part: Uint8Array | string): void => {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    hash.update(`${bytes.length}:`).update(bytes);
  };
  for (const [path, content] of files.toSorted(byPath)) {
    add(path);
    add(content);
  }
  return hash.digest('hex');
};
