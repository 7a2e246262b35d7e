import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../core/audit/finding.ts';
import { type Head, SignedHead } from '../../../core/audit/head.ts';
import { verifyAudit } from '../../../core/audit/verify.ts';
import { publicKeyVerifier } from '../../../core/runtime/public-key.ts';
import { audit, incidentId, linked, signedHeads, signer, stored, verifySignature } from './sample.ts';

const problems = (found: readonly Finding[]) => [...new Set(found.map(({ problem }) => problem))];

describe('verify against a head that was kept', () => {
  const three = () => signedHeads(linked(1), linked(2).slice(-1), linked(3).slice(-1));
  const heads = async () => (await three()).map(({ body }) => SignedHead.parse(JSON.parse(body)).head);
  const found = async (left: number, kept: Head | undefined, length = 3) => {
    const trail = audit({ [incidentId]: stored(linked(length)) }, (await three()).slice(0, left));
    return (await verifyAudit(trail, verifySignature, kept)).findings;
  };

  it('finds nothing when the trail has it, or has gone on from it', async () => {
    const [first, , last] = await heads();
    expect(await found(3, first)).toEqual([]);
    expect(await found(3, last)).toEqual([]);
  });

  it('finds heads that were cut off, and the records that only they named', async () => {
    const [, , last] = await heads();
    expect(await found(2, last, 2)).toMatchObject([
      { problem: 'truncated', where: 'heads', detail: expect.stringContaining('the trail ends at 2026-11-20T04') },
      { problem: 'truncated', where: incidentId, number: 3 },
    ]);
    // Without it nobody could tell.
    expect(await found(2, undefined, 2)).toEqual([]);
  });

  it('finds that it is not among those of the trail, or is another one', async () => {
    const [first] = await heads();
    if (first === undefined) throw new Error('no head');
    expect(problems(await found(3, { ...first, hour: '2026-11-20T02' }))).toEqual(['removed']);
    expect(problems(await found(3, { ...first, at: '2026-11-20T03:00:01.000Z' }))).toEqual(['forged']);
  });
});

describe('verify the signed heads', () => {
  const inHeads = async (change: (heads: { hour: string; body: string }[]) => { hour: string; body: string }[]) => {
    const heads = await signedHeads(linked(1), linked(2).slice(-1), linked(3).slice(-1));
    return (await verifyAudit(audit({ [incidentId]: stored(linked(3)) }, change(heads)), verifySignature)).findings;
  };
  const edited = (body: string, change: (signed: ReturnType<typeof JSON.parse>) => unknown): string =>
    JSON.stringify(change(JSON.parse(body)));

  it.each([
    [
      'a head that was changed after it was signed',
      'forged',
      (body: string) => edited(body, (s) => ({ ...s, head: { ...s.head, chains: [] } })),
    ],
    [
      'a signature by another key',
      'forged',
      (body: string) => edited(body, (s) => ({ ...s, signature: Buffer.from('no').toString('base64') })),
    ],
    ['a head that is none', 'altered', () => '{}'],
    ['a head that is not JSON', 'altered', () => ''],
  ] as const)('finds %s', async (_name, problem, change) => {
    expect(await inHeads((heads) => heads.map((h, i) => (i === 1 ? { ...h, body: change(h.body) } : h)))).toMatchObject(
      [{ problem, where: 'heads', detail: expect.stringContaining('head 2026-11-20T04') }],
    );
  });

  it.each([
    ['the first', 0],
    ['one in the middle', 1],
  ])('finds that %s was removed', async (_name, place) => {
    expect(await inHeads((heads) => heads.toSpliced(place, 1))).toMatchObject([{ problem: 'removed', where: 'heads' }]);
  });

  it('finds heads that changed places', async () => {
    const swapped = await inHeads(([a, b, c]) =>
      a && b && c ? [{ ...a, body: b.body }, { ...b, body: a.body }, c] : [],
    );
    expect(problems(swapped)).toContain('reordered');
  });

  it('believes nothing a forged head says of a chain', async () => {
    const [head] = await signedHeads(linked(3).slice(-1));
    const forged = edited(head?.body ?? '', (s) => ({
      ...s,
      head: { ...s.head, chains: [{ chain: 'inc-ghost', number: 9, hash: '0'.repeat(64) }] },
    }));
    const { findings: found } = await verifyAudit(
      audit({}, [{ hour: '2026-11-20T03', body: forged }]),
      verifySignature,
    );
    expect(problems(found)).toEqual(['forged']);
  });

  it('verifies with the public key as PEM', async () => {
    const pem = signer.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const heads = await signedHeads(linked(1));
    const trail = audit({ [incidentId]: stored(linked(1)) }, heads);
    expect((await verifyAudit(trail, publicKeyVerifier(pem))).verified).toBe(true);
  });
});
