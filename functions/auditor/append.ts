import { linkRecord, readRecord, recordBody } from '../../core/audit/chain.ts';
import { factEntry, transitionEntry } from '../../core/audit/entry.ts';
import { chainPrefix, factKey, factKeyEnd, placeOf, transitionKey } from '../../core/audit/key.ts';
import type { AuditStore } from '../../core/audit/ports.ts';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { Recordable } from '../../core/audit/stream.ts';

/** The record before it is not there yet: the batch is delivered again, and the order heals itself. */
export class MissingPredecessor extends Error {
  override readonly name = 'MissingPredecessor';
  readonly retryable = true;
}
/** The audit trail holds something else than what the table says: tampering or a fork. A person must look. */
export class AuditConflict extends Error {
  override readonly name = 'AuditConflict';
  readonly retryable = false;
}

const stored = async (store: AuditStore, key: string): Promise<AuditRecord | undefined> => {
  const body = await store.get(key);
  if (body === undefined) return undefined;
  const record = readRecord(body);
  if (record === undefined) throw new AuditConflict(`${key}: its hash is not that of its content`);
  const place = placeOf(key);
  if (record.chain !== place?.chain || record.number !== place.number) {
    throw new AuditConflict(`${key}: holds record ${record.number} of ${record.chain}`);
  }
  return record;
};

/** A taken key is fine when it holds the same: the stream delivers at least once. */
const putOrCompare = async (store: AuditStore, key: string, record: AuditRecord): Promise<'stored' | 'known'> => {
  const body = recordBody(record);
  if ((await store.put(key, body)) === 'stored') return 'stored';
  if ((await store.get(key)) === body) return 'known';
  throw new AuditConflict(`${key}: holds another record than the table`);
};

/** Appends a transition at the place its number gives it. */
export const appendTransition = async (
  store: AuditStore,
  { transition }: Extract<Recordable, { kind: 'transition' }>,
): Promise<'stored' | 'known'> => {
  const { incidentId, seq } = transition;
  const previous = seq === 1 ? undefined : await stored(store, transitionKey(incidentId, seq - 1));
  if (seq > 1 && previous === undefined) {
    throw new MissingPredecessor(`${incidentId}: record ${seq} comes before record ${seq - 1} is there`);
  }
  return putOrCompare(store, transitionKey(incidentId, seq), linkRecord(transitionEntry(transition), previous));
};

/** Appends a fact to the chain of its hour, once: the stream keeps the order of one hour, so there is one writer. */
export const appendFact = async (
  store: AuditStore,
  { hour, id, fact }: Extract<Recordable, { kind: 'fact' }>,
): Promise<'stored' | 'known'> => {
  const entry = factEntry(hour, id, fact);
  const keys = await store.list(chainPrefix(entry.chain));
  const own = keys.findIndex((key) => key.endsWith(factKeyEnd(id)));
  const before = own < 0 ? keys.at(-1) : keys[own - 1];
  const previous = before === undefined ? undefined : await stored(store, before);
  const record = linkRecord(entry, previous);
  return putOrCompare(store, factKey(entry.chain, record.number, id), record);
};
