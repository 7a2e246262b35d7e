import { linkRecord, readRecord, recordBody } from '../../core/audit/chain.ts';
import { type Entry, factEntry, transitionEntry } from '../../core/audit/entry.ts';
import { chainPrefix, factKey, factKeyEnd, grownKey, hourOf, placeOf, transitionKey } from '../../core/audit/key.ts';
import type { AuditStore } from '../../core/audit/ports.ts';
import { purgedEntry, purgeId } from '../../core/audit/purged-entry.ts';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { Recordable } from '../../core/audit/stream.ts';
import type { Clock } from '../../core/runtime/effects.ts';

type Deps = { auditStore: AuditStore; now: Clock };
type Appended = 'stored' | 'known';

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

/**
 * A taken key is fine when it holds the same: the stream delivers at least once. Before the record it is said that the
 * chain grew: a head looks in vain after a crash between the two, and never misses a record.
 */
const putOrCompare = async ({ auditStore, now }: Deps, key: string, record: AuditRecord): Promise<Appended> => {
  const body = recordBody(record);
  await auditStore.put(grownKey(hourOf(now()), record.chain), '{}');
  if ((await auditStore.put(key, body)) === 'stored') return 'stored';
  if ((await auditStore.get(key)) === body) return 'known';
  throw new AuditConflict(`${key}: holds another record than the table`);
};

/** Appends a transition at the place its number gives it. */
export const appendTransition = async (
  deps: Deps,
  { transition }: Extract<Recordable, { kind: 'transition' }>,
): Promise<Appended> => {
  const { incidentId, seq } = transition;
  const previous = seq === 1 ? undefined : await stored(deps.auditStore, transitionKey(incidentId, seq - 1));
  if (seq > 1 && previous === undefined) {
    throw new MissingPredecessor(`${incidentId}: record ${seq} comes before record ${seq - 1} is there`);
  }
  return putOrCompare(deps, transitionKey(incidentId, seq), linkRecord(transitionEntry(transition), previous));
};

/** Appends what has no number of its own, once: the stream keeps the order of one partition, so there is one writer. */
const appendNext = async (deps: Deps, id: string, entry: Entry): Promise<Appended> => {
  const keys = await deps.auditStore.list(chainPrefix(entry.chain));
  const own = keys.findIndex((key) => key.endsWith(factKeyEnd(id)));
  const before = own < 0 ? keys.at(-1) : keys[own - 1];
  const previous = before === undefined ? undefined : await stored(deps.auditStore, before);
  const record = linkRecord(entry, previous);
  return putOrCompare(deps, factKey(entry.chain, record.number, id), record);
};

/** Appends a fact to the chain of its hour. */
export const appendFact = (deps: Deps, { hour, id, fact }: Extract<Recordable, { kind: 'fact' }>): Promise<Appended> =>
  appendNext(deps, id, factEntry(hour, id, fact));

/** Appends that an item is gone to the chain of its hour or partition. */
export const appendPurged = (deps: Deps, purged: Extract<Recordable, { kind: 'purged' }>): Promise<Appended> =>
  appendNext(deps, purgeId(purged), purgedEntry(purged));
