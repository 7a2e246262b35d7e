import { describe, expect, it } from 'vitest';
import { approverOf } from '../../core/approval/link.ts';
import type { MacGenerator, MacVerifier } from '../../core/approval/ports.ts';
import { type Decision, ProofFields, verifyProof } from '../../core/approval/proof.ts';
import { createHandler } from '../../functions/executor/handler.ts';
import { keys } from '../../core/incident/keys.ts';
import { decision, proofKey } from '../support/approval.ts';
import { linkKey, pageWorld } from '../support/approval-page.ts';
import { stepEvent } from '../support/incident.ts';
import { world } from '../support/world.ts';
import { altered, bitFlips } from './alterations.ts';

const page = await pageWorld();
const token = await page.token();
const [name = '', mac = ''] = token.split('.');
const signed = await decision();

/** Compares all but the last byte: the mistake that nobody sees. */
const careless = ({ generate }: MacGenerator): MacVerifier => ({
  verify: async (message, candidate) =>
    Buffer.from(await generate(message))
      .subarray(0, -1)
      .equals(candidate.subarray(0, -1)),
});

/** Of these tokens the ones that speak for somebody. */
const accepted = async (tokens: readonly string[], key = linkKey.verifier): Promise<string[]> => {
  const read = await Promise.all(tokens.map(async (one) => [one, await approverOf(key, page.request, one)] as const));
  return read.flatMap(([one, approver]) => (approver === undefined ? [] : [one]));
};

describe('a link', () => {
  const bits = [
    ...bitFlips(Buffer.from(mac, 'base64url')).map((bytes) => `${name}.${bytes.toString('base64url')}`),
    ...bitFlips(Buffer.from(name, 'base64url')).map((bytes) => `${bytes.toString('base64url')}.${mac}`),
  ];

  it('speaks for nobody with any one bit of its MAC or its name flipped', async () => {
    expect(bits).toHaveLength(256 + 8 * 'alice'.length);
    expect(await accepted([token, ...bits])).toEqual([token]);
  });

  it('speaks for nobody in any other spelling, shorter, longer or doubled', async () => {
    const parts = [...altered(mac).map((one) => `${name}.${one}`), ...altered(name).map((one) => `${one}.${mac}`)];
    expect(await accepted([token, ...altered(token), ...parts])).toEqual([token]);
  });

  it('is not told apart by a verifier that forgets the last bits, which is seen', async () => {
    expect((await accepted(bits, careless(linkKey.generator))).length).toBe(8);
  });

  it.each(['purpose', 'approvalId', 'incidentId', 'choiceSetDigest', 'expiresAt'] as const)(
    'is of one %s, to the bit and to the field',
    async (field) => {
      const { [field]: value, ...others } = page.request;
      const texts = altered(value);
      const swapped = Object.values(others).filter((other) => typeof other === 'string');
      for (const text of [...texts, ...swapped, '', `${value}\0`]) {
        expect(
          await approverOf(linkKey.verifier, Object.assign({}, page.request, { [field]: text }), token),
        ).toBeUndefined();
      }
    },
  );

  it('that is altered gets the one answer from the API, and signs and changes nothing', async () => {
    const before = page.memory.all();
    const sent = [
      ...bits.filter((_, n) => n % 16 === 0),
      ...altered(mac)
        .slice(-18)
        .map((one) => `${name}.${one}`),
    ];
    for (const bad of sent) {
      const body = { token: bad, decision: 'approve', digest: 'a'.repeat(64), rollbackConsent: true };
      expect((await page.post('decision', body)).statusCode, bad).toBe(404);
    }
    expect(page.memory.all().filter(({ pk }) => !pk.startsWith('AUDIT#'))).toEqual(before);
  });
});

/** Each field of a proof as another value that its schema takes, too. */
const otherValues = (proof: ProofFields): Partial<ProofFields>[] => {
  const texts = ['incidentId', 'approvalId', 'choiceSetDigest', 'chosenDigest', 'approver', 'role'] as const;
  const times = ['decidedAt', 'executeBy', 'rollbackBy'] as const;
  const moved = (at: string, by: number): string => new Date(Date.parse(at) + by).toISOString();
  return [
    ...texts.flatMap((field) =>
      [...altered(proof[field]), '', ...texts.map((other) => proof[other])].map((text) => ({ [field]: text })),
    ),
    ...times.flatMap((field) => [
      ...[-1, 1, -60_000, 86_400_000].map((by) => ({ [field]: moved(proof[field], by) })),
      ...[proof[field].replace('.000Z', 'Z'), proof[field].replace('Z', '0Z')].map((text) => ({ [field]: text })),
      ...times.map((other) => ({ [field]: proof[other] })),
    ]),
    ...(['approve', 'reject', 'rollback'] as const).map((purpose) => ({ purpose })),
    ...(['link', 'iam', 'oidc'] as const).map((identity) => ({ identity })),
    { breakGlass: !proof.breakGlass },
    { rollbackConsent: !proof.rollbackConsent },
  ].filter((change) => Object.entries(change).some(([field, value]) => proof[field as keyof ProofFields] !== value));
};

describe('a proof', () => {
  const { proof, mac: proofMac } = signed;

  it('does not verify with any one bit of its MAC flipped, nor in any other spelling', async () => {
    const macs = [
      ...bitFlips(Buffer.from(proofMac, 'base64url')).map((bytes) => bytes.toString('base64url')),
      ...altered(proofMac),
    ];
    const verified = await Promise.all(macs.map((one) => verifyProof(proofKey.verifier, proof, one)));
    expect(macs.filter((_, n) => verified[n])).toEqual([]);
    expect(await verifyProof(proofKey.verifier, proof, proofMac)).toBe(true);
    const flips = macs.slice(0, 256).map((one) => verifyProof(careless(proofKey.generator), proof, one));
    expect((await Promise.all(flips)).filter(Boolean)).toHaveLength(8);
  });

  it('does not verify with any field of another value, however close', async () => {
    const changes = otherValues(proof);
    expect(new Set(changes.flatMap((change) => Object.keys(change)))).toEqual(
      new Set(Object.keys(proof).filter((field) => field !== 'version')),
    );
    const wrongly = [];
    for (const change of changes) {
      const parsed = ProofFields.safeParse({ ...proof, ...change });
      if (parsed.success && (await verifyProof(proofKey.verifier, parsed.data, proofMac))) wrongly.push(change);
    }
    expect(wrongly).toEqual([]);
  });

  it('verifies in any order of its fields, and not at all with one too few, too many or of another type', () => {
    const backwards = Object.fromEntries(Object.entries(proof).toReversed());
    expect(ProofFields.parse(backwards)).toEqual(proof);
    const wrong: object[] = [
      ...Object.keys(proof).map((field) => Object.fromEntries(Object.entries(proof).filter(([one]) => one !== field))),
      ...Object.entries(proof).flatMap(([field, value]) =>
        [null, [value], { value }, 7, typeof value === 'boolean' ? String(value) : true].map((other) => ({
          ...proof,
          [field]: other,
        })),
      ),
      { ...proof, version: 2 },
      { ...proof, more: 1 },
      JSON.parse(`{"constructor":1,${JSON.stringify(proof).slice(1)}`),
    ];
    expect(wrong.filter((one) => ProofFields.safeParse(one).success)).toEqual([]);
  });
});

describe('an executor', () => {
  const stored = async (change: Partial<Decision>) => {
    const built = await world();
    const key = keys.decision(built.incident.approvalId ?? '', 'alice');
    const [item] = await built.deps.table.getAll([key]);
    await built.deps.table.transact([{ kind: 'replace', item: { ...key, ...item, ...change }, when: [] }]);
    return built;
  };
  const fields = Object.entries({
    purpose: 'rollback',
    incidentId: 'inc-1',
    approvalId: '0'.repeat(32),
    choiceSetDigest: '0'.repeat(64),
    chosenDigest: '0'.repeat(64),
    approver: 'bob',
    role: 'admin',
    identity: 'link',
    breakGlass: true,
    rollbackConsent: false,
    decidedAt: '2026-11-20T03:01:01.000Z',
    executeBy: '2026-11-20T04:00:00.000Z',
    rollbackBy: '2026-11-20T05:00:00.000Z',
  });
  const spare = signed.mac.slice(0, -1) + String.fromCharCode(signed.mac.charCodeAt(42) + 1);

  it.each<[string, Partial<Decision>]>([
    ...fields.map(([field, value]): [string, Partial<Decision>] => [
      field,
      { proof: ProofFields.parse({ ...signed.proof, [field]: value }) },
    ]),
    ['the spare bits of its MAC', { mac: spare }],
    ['padding', { mac: `${signed.mac}=` }],
  ])('changes nothing when the stored proof differs in %s', async (_field, change) => {
    const built = await stored(change);
    const outcome = await createHandler(built.deps)(stepEvent(built.incident, 'awaiting_approval'));
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(built.session.opened).toEqual([]);
    expect(built.leases()).toEqual([]);
  });

  it('executes the proof as it was signed', async () => {
    const built = await stored({});
    expect(await createHandler(built.deps)(stepEvent(built.incident, 'awaiting_approval'))).toEqual({
      kind: 'executed',
    });
  });
});
