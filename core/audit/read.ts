import { headPrefix, placeOf, recordPrefix } from './key.ts';
import type { AuditStore } from './ports.ts';
import type { StoredAudit } from './verify.ts';
import type { StoredRecord } from './verify-chain.ts';

/** Objects read at the same time. */
const abreast = 20;

const readAll = async (store: AuditStore, keys: readonly string[]): Promise<{ key: string; body: string }[]> => {
  const read: { key: string; body: string }[] = [];
  for (let from = 0; from < keys.length; from += abreast) {
    const some = keys.slice(from, from + abreast);
    read.push(...(await Promise.all(some.map(async (key) => ({ key, body: (await store.get(key)) ?? '' })))));
  }
  return read;
};

/** The whole audit trail of a store, as `verifyAudit` takes it. Throws what the store throws. */
export const readAudit = async (store: AuditStore): Promise<StoredAudit> => {
  const [recordKeys, headKeys] = await Promise.all([store.list(recordPrefix), store.list(headPrefix)]);
  const chains = new Map<string, StoredRecord[]>();
  for (const { key, body } of await readAll(store, recordKeys)) {
    const place = placeOf(key);
    if (place === undefined) continue;
    const chain = chains.get(place.chain) ?? [];
    chain.push({ number: place.number, body });
    chains.set(place.chain, chain);
  }
  const heads = (await readAll(store, headKeys)).map(({ key, body }) => ({
    hour: key.slice(headPrefix.length).replace(/\.json$/, ''),
    body,
  }));
  return { chains, heads, strangers: recordKeys.filter((key) => placeOf(key) === undefined) };
};
