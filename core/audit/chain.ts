import canonicalize from 'canonicalize';
import type { Entry } from './entry.ts';
import { AuditRecord, contentHash, recordHash } from './record.ts';

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
  const foreign = parseJson(body);
  const parsed = AuditRecord.safeParse(foreign);
  if (!parsed.success || !isCanonical(foreign, body)) return undefined;
  return contentHash(parsed.data, body) === parsed.data.hash ? parsed.data : undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Whether the text is the RFC 8785 form of what was read from it. That form is `JSON.stringify` of sorted keys, which is
 * much faster to see than to make; only keys that look like numbers, which JavaScript keeps in another order, need the
 * latter.
 */
const isCanonical = (value: unknown, text: string): boolean =>
  (JSON.stringify(value) === text && isSorted(value)) || canonicalize(value) === text;

const isSorted = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let before: string | undefined;
  for (const [key, inner] of Object.entries(value)) {
    if ((before !== undefined && before >= key) || !isSorted(inner)) return false;
    before = key;
  }
  return true;
};
