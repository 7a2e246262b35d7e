import { linkRecord, recordBody } from '../../../core/audit/chain.ts';
import { transitionEntry } from '../../../core/audit/entry.ts';
import { type Head, headHash, signHead } from '../../../core/audit/head.ts';
import type { AuditRecord } from '../../../core/audit/record.ts';
import type { StoredAudit } from '../../../core/audit/verify.ts';
import type { StoredRecord } from '../../../core/audit/verify-chain.ts';
import type { StoredHead } from '../../../core/audit/verify-heads.ts';
import type { TransitionRecord } from '../../../core/incident/step.ts';
import { genesis } from '../../../core/audit/chain.ts';
import { publicKeyVerifier } from '../../../core/runtime/public-key.ts';
import { localSigner } from '../../../local/ports/signer.ts';

export const incidentId = 'inc-20261120021307-0d62d005';
export const signer = localSigner();
export const verifySignature = publicKeyVerifier(signer.publicKey);

export const transition = (seq: number, chain = incidentId): TransitionRecord => ({
  incidentId: chain,
  seq,
  from: seq === 1 ? null : 'executed',
  to: seq === 1 ? 'detected' : 'executed',
  by: seq === 1 ? 'alarm-handler' : 'validator',
  at: new Date(Date.UTC(2026, 10, 20, 2, 13, seq)).toISOString(),
  reason: `step ${seq}`,
  digests: { alarm: 'abc' },
  versions: { policy: 'p1', function: 'f@b1' },
});

/** The linked records of a chain of `length`. */
export const linked = (length: number, chain = incidentId): AuditRecord[] => {
  const records: AuditRecord[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    records.push(linkRecord(transitionEntry(transition(seq, chain)), records.at(-1)));
  }
  return records;
};
export const stored = (records: readonly AuditRecord[]): StoredRecord[] =>
  records.map((record) => ({ number: record.number, body: recordBody(record) }));

/** Signed heads, each over the chains as given for its hour. */
export const signedHeads = async (...hours: readonly (readonly AuditRecord[])[]): Promise<StoredHead[]> => {
  const heads: StoredHead[] = [];
  let previous = genesis;
  for (const [index, ends] of hours.entries()) {
    const hour = `2026-11-20T${String(index + 3).padStart(2, '0')}`;
    const chains = ends.map(({ chain, number, hash }) => ({ chain, number, hash }));
    const head: Head = { version: 2, hour, at: `${hour}:00:00.000Z`, chains, previous };
    heads.push({ hour, body: JSON.stringify(await signHead(signer, head)) });
    previous = headHash(head);
  }
  return heads;
};

export const audit = (chains: Record<string, readonly StoredRecord[]>, heads: readonly StoredHead[]): StoredAudit => ({
  chains: new Map(Object.entries(chains)),
  heads,
  strangers: [],
});
