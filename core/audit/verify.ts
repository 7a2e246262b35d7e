import type { Finding } from './finding.ts';
import type { Head, VerifySignature } from './head.ts';
import { type StoredRecord, verifyChain } from './verify-chain.ts';
import { type StoredHead, type VerifiedHeads, verifyHeads } from './verify-heads.ts';

/** The audit trail as read from the store. What is iterated is read once and in this order, so it may come from a disk. */
export type StoredAudit = {
  /** Oldest first. */
  heads: Iterable<StoredHead>;
  chains: Iterable<readonly [chain: string, records: readonly StoredRecord[]]>;
  /** Keys that no auditor wrote. */
  strangers: Iterable<string>;
};

export type Verification = {
  records: number;
  chains: number;
  heads: number;
  /** The hour of the last head. */
  lastHead?: string;
  /** Records that are not yet under a signed head. */
  unsealed: number;
  /** The times of the earliest and the latest record. */
  from?: string;
  to?: string;
  verified: boolean;
  findings: Finding[];
};

const hourMs = 3_600_000;

/** A record is in the stream for twelve hours at most, by template.yaml, and an hour after it is written a head names it. */
const unsealedMs = 13 * hourMs;

/** The chains that signed heads name and of which not a record is there. */
export const missingChains = (ends: VerifiedHeads['ends'], isThere: (chain: string) => boolean): Finding[] => {
  const findings: Finding[] = [];
  for (const [chain, sealed] of ends) {
    if (!isThere(chain)) findings.push(...verifyChain(chain, [], sealed).findings);
  }
  return findings;
};

/**
 * Records that go on for hours after the last head, or without any: a head is signed each hour, grown or not, so heads were
 * taken away or nobody signed them. Two hours are what the alarm of a missing head waits, too.
 */
const headsMissing = (last: string | undefined, from: string | undefined, to: string | undefined): Finding[] => {
  if (from === undefined || to === undefined) return [];
  const signedUntil = last === undefined ? Date.parse(from) : Date.parse(`${last}:00:00Z`) + hourMs;
  // An hour that is none was said already.
  if (!(Date.parse(to) - signedUntil > 2 * hourMs)) return [];
  const after = last === undefined ? 'no head was signed' : `the last head is that of ${last}`;
  return [{ problem: 'truncated', where: 'heads', detail: `${after}, and records go on to ${to}` }];
};

/**
 * Verifies the chain of signed heads, every chain by itself, and the chains against every genuine head. `verified` is
 * true only when nothing at all was found. What was cut or added after the last head cannot be seen until the next one; a
 * head that was `kept` elsewhere shows that the heads themselves were not cut.
 */
export const verifyAudit = async (audit: StoredAudit, verify: VerifySignature, kept?: Head): Promise<Verification> => {
  const { findings: inHeads, heads, last, ends, at } = await verifyHeads(audit.heads, verify, kept);
  const signedSince = at === undefined ? undefined : new Date(Date.parse(at) - unsealedMs).toISOString();
  const seen = new Set<string>();
  const inChains: Finding[] = [];
  let [records, unsealed] = [0, 0];
  let from: string | undefined;
  let to: string | undefined;
  for (const [chain, stored] of audit.chains) {
    const verified = verifyChain(chain, stored, ends.get(chain), signedSince);
    seen.add(chain);
    inChains.push(...verified.findings);
    records += stored.length;
    unsealed += verified.unsealed;
    if (verified.from !== undefined && (from === undefined || verified.from < from)) from = verified.from;
    if (verified.to !== undefined && (to === undefined || verified.to > to)) to = verified.to;
  }
  const strange = (key: string): Finding => ({ problem: 'altered', where: key, detail: 'no auditor wrote this key' });
  const findings = [
    ...[...audit.strangers].map(strange),
    ...inHeads,
    ...headsMissing(last, from, to),
    ...inChains,
    ...missingChains(ends, (chain) => seen.has(chain)),
  ];
  return {
    records,
    chains: seen.size,
    heads,
    ...(last === undefined ? {} : { lastHead: last }),
    unsealed,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    verified: findings.length === 0,
    findings,
  };
};
