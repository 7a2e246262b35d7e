import { abreast } from './abreast.ts';
import { headPrefix, hourOfHead, placeOf, recordPrefix } from './key.ts';
import type { AuditStore } from './ports.ts';
import type { StoredAudit } from './verify.ts';
import type { StoredRecord } from './verify-chain.ts';
import type { StoredHead } from './verify-heads.ts';

const readAll = (store: AuditStore, keys: readonly string[]): Promise<{ key: string; body: string }[]> =>
  abreast(keys, async (key) => ({ key, body: (await store.get(key)) ?? '' }));

type ReadAudit = StoredAudit & { chains: ReadonlyMap<string, readonly StoredRecord[]>; heads: readonly StoredHead[] };

/** The whole audit trail of a store, as `verifyAudit` takes it. Throws what the store throws. */
export const readAudit = async (store: AuditStore): Promise<ReadAudit> => {
  const [recordKeys, headKeys] = await Promise.all([store.list(recordPrefix), store.list(headPrefix)]);
  const chains = new Map<string, StoredRecord[]>();
  for (const { key, body } of await readAll(store, recordKeys)) {
    const place = placeOf(key);
    if (place === undefined) continue;
    const chain = chains.get(place.chain) ?? [];
    chain.push({ number: place.number, body });
    chains.set(place.chain, chain);
  }
  const heads = (await readAll(store, headKeys)).map(({ key, body }) => ({ hour: hourOfHead(key), body }));
  return { chains, heads, strangers: recordKeys.filter((key) => placeOf(key) === undefined) };
};
