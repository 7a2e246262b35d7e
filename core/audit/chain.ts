import canonicalize from 'canonicalize';
import type { Entry } from './entry.ts';
import { AuditRecord, recordHash } from './record.ts';

/** What the first record of a chain, and the first head, have as `previous`. */
export const genesis = '0'.repeat(64);

/** The record that follows `previous`; without one, the first of its chain. */
export const linkRecord = (entry: Entry, previous: AuditRecord | undefined): AuditRecord => {
  if (previous !== undefined && previous.chain !== entry.chain) {
    throw new Error(`a record of ${entry.chain} cannot follow one of ${previous.chain}`);
  }
  const content = {
    ...entry,
    version: 1 as const,
    number: (previous?.number ?? 0) + 1,
    previous: previous?.hash ?? genesis,
  };
  return { ...content, hash: recordHash(content) };
};

/** The bytes as stored: canonical, so that the same record is always the same text. */
export const recordBody = (record: AuditRecord): string => canonicalize(AuditRecord.parse(record)) ?? '';

/** The record in a stored text, or undefined when it is none, not canonical, or its hash is not that of its content. */
export const readRecord = (body: string): AuditRecord | undefined => {
  const parsed = AuditRecord.safeParse(parseJson(body));
  if (!parsed.success || recordHash(parsed.data) !== parsed.data.hash) return undefined;
  return recordBody(parsed.data) === body ? parsed.data : undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
