import { describe, expect, it } from 'vitest';
import { genesis, linkRecord, recordBody } from '../../../core/audit/chain.ts';
import { transitionEntry } from '../../../core/audit/entry.ts';
import type { Finding } from '../../../core/audit/finding.ts';
import { type Head, headHash, SignedHead, signHead } from '../../../core/audit/head.ts';
import { type AuditRecord, recordHash } from '../../../core/audit/record.ts';
import { missingChains, type StoredAudit, verifyAudit } from '../../../core/audit/verify.ts';
import { type StoredRecord, verifyChain } from '../../../core/audit/verify-chain.ts';
import { type StoredHead, verifyHeads } from '../../../core/audit/verify-heads.ts';
import { seededRandom } from '../../../local/engine/random.ts';
import { localSigner } from '../../../local/ports/signer.ts';
import { signer, stored, transition, verifySignature } from './sample.ts';

const [chainCount, length, headCount] = [1_000, 10, 10];
const nameOf = (n: number) => `inc-20261120021307-${String(n).padStart(8, '0')}`;

/** 10,000 records in a thousand chains, under ten signed heads of which each names a hundred chains. */
const build = async () => {
  const chains = new Map<string, AuditRecord[]>();
  for (let n = 0; n < chainCount; n += 1) {
    const records: AuditRecord[] = [];
    for (let seq = 1; seq <= length; seq += 1) {
      records.push(linkRecord(transitionEntry(transition(seq, nameOf(n))), records.at(-1)));
    }
    chains.set(nameOf(n), records);
  }
  const all = [...chains.values()];
  const heads: StoredHead[] = [];
  let previous = genesis;
  for (let h = 0; h < headCount; h += 1) {
    const hour = `2026-11-20T0${h}`;
    const ends = all.slice(h * 100, (h + 1) * 100).flatMap((records) => records.slice(-1));
    const named = ends.map(({ chain, number, hash }) => ({ chain, number, hash }));
    const head: Head = { version: 2, hour, at: `${hour}:00:00.000Z`, chains: named, previous };
    heads.push({ hour, body: JSON.stringify(await signHead(signer, head)) });
    previous = headHash(head);
  }
  return { chains, heads };
};

const { chains, heads } = await build();
const genuine = await verifyHeads(heads, verifySignature);
const bodies = new Map([...chains].map(([chain, records]) => [chain, stored(records)]));

/** What a tampering leaves of one chain (undefined: nothing at all), and of the heads where it touches them, too. */
type Tampered = { chain: string; left: StoredRecord[] | undefined; heads?: StoredHead[] };
type Tamper = (chain: string, place: number) => Tampered | Promise<Tampered>;

const rewritten = (record: AuditRecord): AuditRecord => {
  const changed = { ...record, who: { function: 'executor', person: 'mallory' } };
  return { ...changed, hash: recordHash(changed) };
};
/** From `place` on everything is written anew, so that the chain fits in itself. */
const relinked = (records: readonly AuditRecord[], place: number): AuditRecord[] => {
  const anew: AuditRecord[] = records.slice(0, place);
  for (const record of records.slice(place)) {
    const linked = { ...record, previous: anew.at(-1)?.hash ?? genesis };
    anew.push(anew.length === place ? rewritten(linked) : { ...linked, hash: recordHash(linked) });
  }
  return anew;
};
const of = (chain: string): AuditRecord[] => chains.get(chain) ?? [];
const mallory = localSigner();

const tampers: Readonly<Record<Finding['problem'], Tamper>> = {
  altered: (chain, place) => {
    const left = [...(bodies.get(chain) ?? [])];
    const record = of(chain)[place];
    if (record !== undefined) {
      const body = place % 2 === 0 ? recordBody(rewritten(record)) : recordBody(record).replace('"step ', '"Step ');
      left[place] = { number: place + 1, body };
    }
    return { chain, left };
  },
  // The last one is a truncation.
  removed: (chain, place) => ({ chain, left: bodies.get(chain)?.toSpliced(Math.min(place, length - 2), 1) }),
  reordered: (chain, place) => {
    const whole = bodies.get(chain) ?? [];
    const other = (place + 1) % length;
    const bodyAt = (n: number) => whole[n === place ? other : n === other ? place : n]?.body ?? '';
    return { chain, left: whole.map(({ number }, n) => ({ number, body: bodyAt(n) })) };
  },
  // Of place 0 not one record is left: the incident is missing.
  truncated: (chain, place) => ({ chain, left: place === 0 ? undefined : bodies.get(chain)?.slice(0, place) }),
  // The chain and the head that names it are written anew so that all fits, but for the signature.
  forged: async (chain, place) => {
    const anew = relinked(of(chain), place);
    const end = anew.at(-1);
    const at = heads.findIndex(({ body }) => body.includes(chain));
    const { head } = SignedHead.parse(JSON.parse(heads[at]?.body ?? 'null'));
    const named = head.chains.map((one) =>
      one.chain === chain && end !== undefined ? { ...one, hash: end.hash } : one,
    );
    const body = JSON.stringify(await signHead(mallory, { ...head, chains: named }));
    return { chain, left: stored(anew), heads: heads.with(at, { hour: head.hour, body }) };
  },
};

/** The findings of the whole trail: what was not touched has none, which the first test sees, and is not read again. */
const findingsOf = async ({ chain, left, heads: tampered }: Tampered): Promise<Finding[]> => {
  const { findings, ends } = tampered === undefined ? genuine : await verifyHeads(tampered, verifySignature);
  return [
    ...findings,
    ...(left === undefined ? [] : verifyChain(chain, left, ends.get(chain)).findings),
    ...missingChains(ends, (name) => bodies.has(name) && (name !== chain || left !== undefined)),
  ];
};

const random = seededRandom(20261120);
const pick = (below: number): number => Math.floor(random.next() * below);

describe('10,000 records', () => {
  it('are verified, and nothing is found', async () => {
    const whole: StoredAudit = { chains: bodies, heads, strangers: [] };
    const expected = { records: 10_000, chains: 1_000, heads: 10, unsealed: 0, verified: true, findings: [] };
    expect(await verifyAudit(whole, verifySignature)).toMatchObject(expected);
  });

  // A thousand in all; those with the heads cost as much as all others together.
  it.each([
    ['altered', 245, tampers.altered],
    ['removed', 245, tampers.removed],
    ['reordered', 245, tampers.reordered],
    ['truncated', 245, tampers.truncated],
    ['forged', 20, tampers.forged],
  ] as const)('of which any was %s show it, each of %i times at random', async (problem, times, tamper) => {
    for (let n = 0; n < times; n += 1) {
      const [chain, place] = [nameOf(pick(chainCount)), pick(length)];
      const found = await findingsOf(await tamper(chain, place));
      const where = problem === 'forged' ? 'heads' : chain;
      expect(found, `${chain} ${place}`).toContainEqual(expect.objectContaining({ problem, where }));
    }
  });

  it('show a tampering to whoever reads all of them as to whoever reads what was touched', async () => {
    const tampered = await tampers.truncated(nameOf(7), 0);
    const left = [...bodies].filter(([chain]) => chain !== tampered.chain).slice(0, 20);
    const ends = new Set([...left.map(([chain]) => chain), tampered.chain]);
    const { findings } = await verifyAudit({ chains: left, heads, strangers: [] }, verifySignature);
    expect(findings.filter(({ where }) => ends.has(where))).toEqual(await findingsOf(tampered));
  });
});
