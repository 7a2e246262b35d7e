import canonicalize from 'canonicalize';
import { genesis, readRecord } from '../../core/audit/chain.ts';
import { type ChainEnd, type Head, headHash, SignedHead, signHead } from '../../core/audit/head.ts';
import { headKey, headPrefix, hourOf, placeOf, recordPrefix } from '../../core/audit/key.ts';
import type { AuditStore, Signer } from '../../core/audit/ports.ts';
import type { Clock } from '../../core/runtime/effects.ts';
import { sha256 } from '../../core/remediation/digest.ts';

export type Sealed = {
  kind: 'sealed' | 'sealed_before';
  hour: string;
  chains: number;
  /** Keys of last records that are not what was linked: signed as found, and a person must look. */
  unreadable: string[];
};

/**
 * Signs where every chain stands, once an hour. A head that is already there, or a newer one, is left alone: the chain
 * of heads only grows at its end.
 */
export const seal = async (deps: { auditStore: AuditStore; signer: Signer; now: Clock }): Promise<Sealed> => {
  const at = deps.now();
  const hour = hourOf(at);
  const last = (await deps.auditStore.list(headPrefix)).at(-1);
  if (last !== undefined && last >= headKey(hour)) return { kind: 'sealed_before', hour, chains: 0, unreadable: [] };

  const previous = last === undefined ? undefined : await readHead(deps.auditStore, last);
  const { chains, unreadable } = await chainEnds(deps.auditStore, previous);
  const head: Head = {
    version: 1,
    hour,
    at: at.toISOString(),
    chains,
    previous: previous === undefined ? genesis : headHash(previous),
  };
  const body = canonicalize(await signHead(deps.signer, head)) ?? '';
  const put = await deps.auditStore.put(headKey(hour), body);
  return { kind: put === 'stored' ? 'sealed' : 'sealed_before', hour, chains: chains.length, unreadable };
};

const readHead = async (store: AuditStore, key: string): Promise<Head> =>
  SignedHead.parse(JSON.parse((await store.get(key)) ?? 'null')).head;

/**
 * The last record of each chain; what did not grow since the previous head is taken from there and not read again. A
 * record that is not what was linked must not keep the others from being signed: its bytes are pinned as they are.
 */
const chainEnds = async (store: AuditStore, previous: Head | undefined) => {
  const known = new Map(previous?.chains.map((end) => [end.chain, end]));
  const last = new Map<string, { number: number; key: string }>();
  for (const key of await store.list(recordPrefix)) {
    const place = placeOf(key);
    if (place !== undefined) last.set(place.chain, { number: place.number, key });
  }
  const unreadable: string[] = [];
  const endOf = async (chain: string, number: number, key: string): Promise<ChainEnd> => {
    const end = known.get(chain);
    if (end?.number === number) return end;
    const body = (await store.get(key)) ?? '';
    const record = readRecord(body);
    if (record === undefined) unreadable.push(key);
    return { chain, number, hash: record?.hash ?? sha256(body) };
  };
  const chains = await Promise.all([...last].map(([chain, { number, key }]) => endOf(chain, number, key)));
  return { chains, unreadable };
};
