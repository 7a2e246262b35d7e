import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../core/audit/finding.ts';
import { type AuditRecord, recordHash } from '../../../core/audit/record.ts';
import { verifyAudit } from '../../../core/audit/verify.ts';
import type { StoredRecord } from '../../../core/audit/verify-chain.ts';
import { audit, incidentId, linked, signedHeads, stored, verifySignature } from './sample.ts';

const other = 'inc-20261120030000-1a2b3c4d';
/** Verifies the main chain as tampered with, beside an honest one, under a head that saw both whole. */
const findings = async (tampered: readonly StoredRecord[], length: number): Promise<Finding[]> => {
  const [whole, beside] = [linked(length), linked(3, other)];
  const heads = await signedHeads([...whole.slice(-1), ...beside.slice(-1)]);
  const chains = { [incidentId]: tampered, [other]: stored(beside) };
  const verification = await verifyAudit(audit(chains, heads), verifySignature);
  expect(verification.verified).toBe(verification.findings.length === 0);
  return verification.findings;
};
const problems = (found: readonly Finding[]) => [...new Set(found.map(({ problem }) => problem))];
const rehashed = (record: AuditRecord): AuditRecord => ({ ...record, hash: recordHash(record) });

const lengthAndPlace = fc
  .integer({ min: 1, max: 12 })
  .chain((length) => fc.record({ length: fc.constant(length), place: fc.integer({ min: 0, max: length - 1 }) }));

describe('verify the audit trail', () => {
  it('finds nothing in what was written', async () => {
    const chains = { [incidentId]: stored(linked(5)), [other]: stored(linked(3, other)) };
    const heads = await signedHeads(linked(2).slice(-1), [...linked(5).slice(-1), ...linked(3, other).slice(-1)]);
    expect(await verifyAudit(audit(chains, heads), verifySignature)).toEqual({
      records: 8,
      chains: 2,
      heads: 2,
      lastHead: '2026-11-20T04',
      unsealed: 0,
      from: '2026-11-20T02:13:01.000Z',
      to: '2026-11-20T02:13:05.000Z',
      verified: true,
      findings: [],
    });
  });

  it('finds nothing in records that came after the last head', async () => {
    const heads = await signedHeads(linked(2).slice(-1));
    const trail = audit({ [incidentId]: stored(linked(5)) }, heads);
    expect(await verifyAudit(trail, verifySignature)).toMatchObject({ verified: true, unsealed: 3 });
  });

  it.each<[string, Record<string, StoredRecord[]>, string, number]>([
    ['an incident that never was', { [incidentId]: stored(linked(5)), [other]: stored(linked(3, other)) }, other, 1],
    ['a step after the last one of an incident', { [incidentId]: stored(linked(6)) }, incidentId, 6],
  ])('finds %s, dated to a time whose heads do not know it', async (_what, chains, where, number) => {
    const heads = await signedHeads(linked(5).slice(-1), ...Array.from({ length: 14 }, () => []));
    expect((await verifyAudit(audit(chains, heads), verifySignature)).findings).toEqual([
      { problem: 'forged', where, number, detail: expect.stringContaining('no signed head since then has it') },
    ]);
  });

  it('finds heads that were taken away at the end, or all of them, where records go on for hours', async () => {
    const late = (hour: string) => {
      const [first, second] = linked(2);
      const next = { ...(second ?? first), when: `2026-11-20T${hour}:01:00.000Z` } as AuditRecord;
      return [first as AuditRecord, rehashed(next)];
    };
    const heads = await signedHeads(linked(1).slice(-1));
    const found = async (hour: string, under: typeof heads) =>
      (await verifyAudit(audit({ [incidentId]: stored(late(hour)) }, under), verifySignature)).findings;
    expect(await found('05', heads)).toEqual([]);
    expect(await found('06', heads)).toEqual([
      expect.objectContaining({ problem: 'truncated', detail: expect.stringContaining('the last head is that of') }),
    ]);
    expect(await found('04', [])).toEqual([]);
    expect(await found('05', [])).toEqual([
      expect.objectContaining({ problem: 'truncated', detail: expect.stringContaining('no head was signed') }),
    ]);
  });

  it('finds any single changed byte', async () => {
    const change = lengthAndPlace.chain(({ length, place }) =>
      fc.record({
        length: fc.constant(length),
        place: fc.constant(place),
        at: fc.nat(),
        to: fc.constantFrom('0', 'x', '"', '}'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(change, async ({ length, place, at, to }) => {
        const records = stored(linked(length));
        const body = records[place]?.body ?? '';
        const changed = body.slice(0, at % body.length) + to + body.slice((at % body.length) + 1);
        fc.pre(changed !== body);
        records[place] = { number: place + 1, body: changed };
        const found = await findings(records, length);
        expect(found).toContainEqual(expect.objectContaining({ where: incidentId, number: place + 1 }));
        expect(problems(found)).toEqual(['altered']);
      }),
      { numRuns: 60 },
    );
  });

  it('finds any single record that was rewritten with a hash that fits', async () => {
    await fc.assert(
      fc.asyncProperty(lengthAndPlace, async ({ length, place }) => {
        const records = linked(length).map((record, i) =>
          i === place ? rehashed({ ...record, who: { function: 'executor', person: 'bob' } }) : record,
        );
        const found = await findings(stored(records), length);
        expect(found).toContainEqual(expect.objectContaining({ problem: 'altered', number: place + 1 }));
      }),
      { numRuns: 60 },
    );
  });

  it('finds a whole chain that was written anew from one record on', async () => {
    await fc.assert(
      fc.asyncProperty(lengthAndPlace, async ({ length, place }) => {
        const records: AuditRecord[] = [];
        for (const [i, record] of linked(length).entries()) {
          const previous = records.at(-1)?.hash ?? record.previous;
          records.push(rehashed({ ...record, previous, ...(i === place ? { when: '2020-01-01T00:00:00.000Z' } : {}) }));
        }
        expect(problems(await findings(stored(records), length))).toEqual(['altered']);
      }),
      { numRuns: 60 },
    );
  });

  it('finds any single removed record', async () => {
    await fc.assert(
      fc.asyncProperty(lengthAndPlace, async ({ length, place }) => {
        const found = await findings(stored(linked(length)).toSpliced(place, 1), length);
        const problem = place === length - 1 ? 'truncated' : 'removed';
        expect(found).toEqual([expect.objectContaining({ problem, where: incidentId, number: place + 1 })]);
      }),
      { numRuns: 60 },
    );
  });

  it('finds that an incident is missing that only an early head names', async () => {
    const heads = await signedHeads(linked(2, other).slice(-1), linked(2).slice(-1));
    const { findings: found } = await verifyAudit(audit({ [incidentId]: stored(linked(2)) }, heads), verifySignature);
    const detail = 'the whole chain is missing: the signed head of 2026-11-20T03 ends at record 2';
    expect(found).toEqual([{ problem: 'truncated', where: other, number: 2, detail }]);
  });

  it('names a gap once, though a head ended there', async () => {
    const heads = await signedHeads(linked(3).slice(-1));
    const gap = stored(linked(5)).toSpliced(2, 1);
    const { findings: found } = await verifyAudit(audit({ [incidentId]: gap }, heads), verifySignature);
    expect(found).toEqual([expect.objectContaining({ problem: 'removed', number: 3 })]);
  });

  it.each([
    [
      'one that lies under the name of another',
      stored(linked(2, other)),
      [
        { problem: 'altered', number: 1 },
        { problem: 'altered', number: 2 },
      ],
    ],
    [
      'one whose beginning was cut off and the rest numbered anew',
      stored([rehashed({ ...Object(linked(2)[1]), number: 1 })]),
      [{ problem: 'removed', number: 1 }],
    ],
  ])('finds, before any head was signed, %s', async (_name, records, expected) => {
    const { findings: found } = await verifyAudit(audit({ [incidentId]: records }, []), verifySignature);
    expect(found).toMatchObject(expected);
    expect(found).toHaveLength(expected.length);
  });

  it('finds a removed record even when the rest was numbered anew', async () => {
    const length = 5;
    for (const place of [0, 2]) {
      const records = linked(length)
        .toSpliced(place, 1)
        .map((record, i) => rehashed({ ...record, number: i + 1 }));
      expect(await findings(stored(records), length)).not.toEqual([]);
    }
  });

  it('finds any two records that changed places', async () => {
    const pair = fc
      .integer({ min: 2, max: 12 })
      .chain((length) => fc.tuple(fc.constant(length), fc.nat(length - 1), fc.nat(length - 1)));
    await fc.assert(
      fc.asyncProperty(pair, async ([length, a, b]) => {
        fc.pre(a !== b);
        const whole = stored(linked(length));
        const records = whole.map(({ number }, i) => ({
          number,
          body: whole[i === a ? b : i === b ? a : i]?.body ?? '',
        }));
        const found = await findings(records, length);
        for (const place of [a, b]) {
          expect(found).toContainEqual(expect.objectContaining({ problem: 'reordered', number: place + 1 }));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds any cut at the end, up to the whole chain', async () => {
    await fc.assert(
      fc.asyncProperty(lengthAndPlace, async ({ length, place }) => {
        const found = await findings(stored(linked(length)).slice(0, place), length);
        expect(found).toEqual([expect.objectContaining({ problem: 'truncated', where: incidentId, number: length })]);
      }),
      { numRuns: 60 },
    );
  });

  it('finds a record of another chain, a second one of the same number and a key of somebody else', async () => {
    const whole = stored(linked(3));
    const foreign = [...whole.slice(0, 1), ...stored(linked(3, other)).slice(1, 2), ...whole.slice(2)];
    expect(problems(await findings(foreign, 3))).toEqual(['altered']);
    expect(problems(await findings(whole.toSpliced(1, 0, ...whole.slice(1, 2)), 3))).toEqual(['altered']);
    const { findings: strange } = await verifyAudit(
      { chains: new Map(), heads: [], strangers: ['records/notes.txt'] },
      verifySignature,
    );
    expect(strange).toMatchObject([{ problem: 'altered', where: 'records/notes.txt' }]);
  });
});
