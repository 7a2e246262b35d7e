import canonicalize from 'canonicalize';
import { genesis, readRecord } from '../../core/audit/chain.ts';
import { type ChainEnd, type Head, headHash, SignedHead, signHead } from '../../core/audit/head.ts';
import { headKey, headPrefix, hourOf, placeOf } from '../../core/audit/key.ts';
import type { AuditStore, Signer } from '../../core/audit/ports.ts';
import type { Clock } from '../../core/runtime/effects.ts';
import { sha256 } from '../../core/remediation/digest.ts';
import { grownSince } from './grown.ts';

export type Sealed = {
  kind: 'sealed' | 'sealed_before';
  hour: string;
  chains: number;
  /** Keys of last records that are not what was linked: signed as found, and a person must look. */
  unreadable: string[];
};

/**
 * Signs where the chains stand that grew since the head before, once an hour. A head that is already there, or a newer
 * one, is left alone: the chain of heads only grows at its end.
 */
export const seal = async (deps: { auditStore: AuditStore; signer: Signer; now: Clock }): Promise<Sealed> => {
  const at = deps.now();
  const hour = hourOf(at);
  const last = await lastHeadKey(deps.auditStore, at);
  if (last !== undefined && last >= headKey(hour)) return { kind: 'sealed_before', hour, chains: 0, unreadable: [] };

  const previous = last === undefined ? undefined : await readHead(deps.auditStore, last);
  const { chains, unreadable } = await chainEnds(deps.auditStore, previous, at);
  const head: Head = {
    version: 2,
    hour,
    at: at.toISOString(),
    chains,
    previous: previous === undefined ? genesis : headHash(previous),
  };
  const body = canonicalize(await signHead(deps.signer, head)) ?? '';
  const put = await deps.auditStore.put(headKey(hour), body);
  return { kind: put === 'stored' ? 'sealed' : 'sealed_before', hour, chains: chains.length, unreadable };
};

const dayMs = 86_400_000;

/** Among the heads of the last day, for there are 8,760 in a year; among all only where those are missing. */
const lastHeadKey = async (store: AuditStore, at: Date): Promise<string | undefined> => {
  const recent = await store.list(headPrefix, headKey(hourOf(new Date(at.getTime() - dayMs))));
  return recent.at(-1) ?? (await store.list(headPrefix)).at(-1);
};

const readHead = async (store: AuditStore, key: string): Promise<Head> =>
  SignedHead.parse(JSON.parse((await store.get(key)) ?? 'null')).head;

/**
 * The last record of each chain that grew; what the previous head says already is not said again. A record that is not
 * what was linked must not keep the others from being signed: its bytes are pinned as they are.
 */
const chainEnds = async (store: AuditStore, previous: Head | undefined, at: Date) => {
  const known = new Map(previous?.chains.map(({ chain, number }) => [chain, number]));
  const unreadable: string[] = [];
  const chains: ChainEnd[] = [];
  for (const key of await grownSince(store, previous, at)) {
    const place = placeOf(key);
    if (place === undefined || known.get(place.chain) === place.number) continue;
    const body = (await store.get(key)) ?? '';
    const record = readRecord(body);
    if (record === undefined) unreadable.push(key);
    chains.push({ ...place, hash: record?.hash ?? sha256(body) });
  }
  return { chains, unreadable };
};
