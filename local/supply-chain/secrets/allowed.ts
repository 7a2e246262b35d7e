import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

/** Where it is written what was looked at and is no secret. */
export const allowedFile = '.ci/allowed-secrets.yaml';

const Allowed = z.array(
  z.strictObject({
    /** As git names the file; `commit` or `tag` for a message. */
    path: z.string().min(1),
    reason: z.string().min(10),
    /** SHA-256 of what was found, in UTF-8: a made-up secret in a test stays the same when the lines around it do not. */
    sha256: z.array(z.string().regex(/^[0-9a-f]{64}$/)).min(1),
  }),
);

/** `<path> <sha256>` of each; a path or a value of its own is a finding of its own. */
export type Allowances = ReadonlySet<string>;

export const hashOf = (value: string): string => createHash('sha256').update(value, 'utf8').digest('hex');
export const allowance = (path: string, sha256: string): string => `${path} ${sha256}`;

/** What the list of the project allows, or the one line that says why it cannot be read. No list allows nothing. */
export const readAllowances = (root: string): Allowances | string => {
  if (!existsSync(join(root, allowedFile))) return new Set();
  try {
    const { success, data, error } = Allowed.safeParse(parse(readFileSync(join(root, allowedFile), 'utf8')) ?? []);
    if (!success) return `${allowedFile}: ${z.prettifyError(error).split('\n').join(' ')}`;
    return new Set(data.flatMap(({ path, sha256 }) => sha256.map((one) => allowance(path, one))));
  } catch (error) {
    return `${allowedFile}: expected YAML: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
  }
};
