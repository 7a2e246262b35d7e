import * as z from 'zod';
import { Versions } from '../incident/step.ts';
import { sha256 } from '../remediation/digest.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * One line of the audit trail: who did what when, with which policy and build, on which digests. The chain is the
 * incident's id or `AUDIT-<hour>`; `previous` is the hash of the record before it, so no record can change alone.
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
