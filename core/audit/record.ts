import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import * as z from 'zod';
import { Versions } from '../incident/step.ts';
import { sha256 } from '../remediation/digest.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * One line of the audit trail: who did what when, with which policy and build, on which digests. The chain is the
 * incident's id, `AUDIT-<hour>` or `PURGED-<partition>`; `previous` is the hash of the record before it, so no record can
 * change alone.
 */
export const AuditRecord = z.strictObject({
  version: z.literal(1),
  chain: z.string().min(1),
  number: z.int().positive(),
  incident: z.string().nullable(),
  who: z.strictObject({ function: z.string(), person: z.string().optional() }),
  what: z.record(z.string(), z.unknown()),
  when: z.iso.datetime(),
  digests: z.record(z.string(), z.string()),
  versions: Versions.optional(),
  previous: Hash,
  hash: Hash,
});
export type AuditRecord = z.infer<typeof AuditRecord>;

/** SHA-256 in hex over the RFC 8785 canonical JSON of everything but the hash itself. */
export const recordHash = ({ hash: _hash, ...content }: Omit<AuditRecord, 'hash'> & { hash?: string }): string =>
  sha256(content);

/**
 * The same of a record whose canonical text is at hand: `hash` follows `chain` and `digests` in it, and is cut out. The
 * empty text, which is the hash of nothing, when it is not there.
 */
export const contentHash = ({ chain, digests, hash }: AuditRecord, canonical: string): string => {
  const before = `${canonicalize({ chain, digests })?.slice(0, -1)},`;
  const own = `"hash":"${hash}",`;
  if (!canonical.startsWith(before) || !canonical.startsWith(own, before.length)) return '';
  return createHash('sha256')
    .update(before, 'utf8')
    .update(canonical.slice(before.length + own.length), 'utf8')
    .digest('hex');
};
