import { linkRecord, genesis } from '../../core/audit/chain.ts';
import { transitionEntry } from '../../core/audit/entry.ts';
import { type Head, headHash, signHead } from '../../core/audit/head.ts';
import type { AuditRecord } from '../../core/audit/record.ts';
import { recordBody } from '../../core/audit/chain.ts';
import { type StoredAudit, verifyAudit } from '../../core/audit/verify.ts';
import type { StoredRecord } from '../../core/audit/verify-chain.ts';
import type { StoredHead } from '../../core/audit/verify-heads.ts';
import { publicKeyVerifier } from '../../core/runtime/public-key.ts';
import { localSigner } from '../ports/signer.ts';

const hash = (text: string): string => text.repeat(64);
const stepAt = (chain: string, seq: number) => ({
  incidentId: chain,
  seq,
  from: seq === 1 ? null : ('executed' as const),
  to: seq === 1 ? ('detected' as const) : ('executed' as const),
  by: seq === 1 ? ('alarm-handler' as const) : ('validator' as const),
  at: new Date(Date.UTC(2026, 10, 20, 2, 13, seq)).toISOString(),
  reason: 'the alarm is still in ALARM: looked at again in a minute',
  digests: { evidence: hash('a'), diagnosis: hash('b') },
  versions: { policy: hash('c'), function: 'validator@0123456789ab' },
});

/** A trail as a busy installation leaves it: chains of the same length under hourly heads. */
const build = async (chainCount: number, length: number) => {
  const chains = new Map<string, StoredRecord[]>();
  const signer = localSigner();
  const heads: StoredHead[] = [];
  let previous = genesis;
  let ends: Head['chains'] = [];
  for (let n = 1; n <= chainCount; n += 1) {
    const chain = `inc-20261120021307-${String(n).padStart(8, '0')}`;
    const stored: StoredRecord[] = [];
    let last: AuditRecord | undefined;
    for (let seq = 1; seq <= length; seq += 1) {
      last = linkRecord(transitionEntry(stepAt(chain, seq)), last);
      stored.push({ number: seq, body: recordBody(last) });
    }
    chains.set(chain, stored);
    if (last !== undefined) ends.push({ chain, number: last.number, hash: last.hash });
    if (n % 20 !== 0) continue;
    const at = new Date(Date.UTC(2026, 10, 20) + (n / 20) * 3_600_000).toISOString();
    const head: Head = { version: 2, hour: at.slice(0, 13), at, chains: ends, previous };
    heads.push({ hour: head.hour, body: JSON.stringify(await signHead(signer, head)) });
    previous = headHash(head);
    ends = [];
  }
  return { audit: { chains, heads, strangers: [] } satisfies StoredAudit, verify: publicKeyVerifier(signer.publicKey) };
};

/** Seconds of one core and of the clock that a repeated verification took, for each of `passes`. */
export const verificationFigures = async (chainCount: number, length: number, passes: number) => {
  const { audit, verify } = await build(chainCount, length);
  const rows: { core: number; clock: number }[] = [];
  for (let pass = 0; pass < passes; pass += 1) {
    const [from, used] = [performance.now(), process.cpuUsage()];
    const { verified } = await verifyAudit(audit, verify);
    if (!verified) throw new Error('the trail that was made does not verify');
    const { user, system } = process.cpuUsage(used);
    rows.push({ core: (user + system) / 1e6, clock: (performance.now() - from) / 1e3 });
  }
  const bytes = [...audit.chains.values()].flat().reduce((sum, { body }) => sum + body.length, 0);
  return { records: chainCount * length, heads: audit.heads.length, bytes, rows };
};
