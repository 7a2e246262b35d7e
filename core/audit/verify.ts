import { readRecord } from './chain.ts';
import type { Finding } from './finding.ts';
import type { ChainEnd, Head, VerifySignature } from './head.ts';
import { type StoredRecord, verifyChain } from './verify-chain.ts';
import { type StoredHead, verifyHeads } from './verify-heads.ts';

/** The audit trail as read from the store. */
export type StoredAudit = {
  chains: ReadonlyMap<string, readonly StoredRecord[]>;
  heads: readonly StoredHead[];
  /** Keys that no auditor wrote. */
  strangers: readonly string[];
};

export type Verification = { records: number; heads: number; verified: boolean; findings: Finding[] };

/** What a signed head says of a chain, against the chain as it is now. */
const againstHead = (chains: StoredAudit['chains'], { chain, number, hash }: ChainEnd, hour: string): Finding[] => {
  const stored = chains.get(chain) ?? [];
  const record = stored.find((one) => one.number === number);
  if (record === undefined) {
    if (stored.some((one) => one.number > number)) return []; // a gap, and the chain says so itself
    const detail = `the signed head of ${hour} ends at record ${number}, found ${stored.length} records`;
    return [{ problem: 'truncated', where: chain, number, detail }];
  }
  const read = readRecord(record.body);
  if (read === undefined || read.hash === hash) return []; // unreadable: the chain says so itself
  const detail = `record ${number}: is not the one in the signed head of ${hour}`;
  return [{ problem: 'altered', where: chain, number, detail }];
};

/** The chain ends to compare with: a chain that did not grow is in many heads, and is compared once. */
const distinctEnds = (heads: readonly Head[]): Map<string, { end: ChainEnd; hour: string }> =>
  new Map(
    heads.flatMap(({ hour, chains }) =>
      chains.map((end) => [`${end.chain} ${end.number} ${end.hash}`, { end, hour }] as const),
    ),
  );

/**
 * Verifies every chain by itself, the chain of signed heads, and the chains against every genuine head. `verified` is
 * true only when nothing at all was found. What was cut after the last head cannot be seen until the next one.
 */
export const verifyAudit = async (audit: StoredAudit, verify: VerifySignature): Promise<Verification> => {
  const inChains = [...audit.chains].flatMap(([chain, stored]) => verifyChain(chain, stored));
  const { findings: inHeads, genuine } = await verifyHeads(audit.heads, verify);
  const ends = [...distinctEnds(genuine).values()];
  const findings: Finding[] = [
    ...audit.strangers.map((key) => ({ problem: 'altered' as const, where: key, detail: 'no auditor wrote this key' })),
    ...inChains,
    ...inHeads,
    ...ends.flatMap(({ end, hour }) => againstHead(audit.chains, end, hour)),
  ];
  const records = [...audit.chains.values()].reduce((sum, stored) => sum + stored.length, 0);
  return { records, heads: audit.heads.length, verified: findings.length === 0, findings };
};
