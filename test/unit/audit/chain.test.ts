import { describe, expect, it } from 'vitest';
import { genesis, linkRecord, readRecord, recordBody } from '../../../core/audit/chain.ts';
import { AuditFact, factEntry, transitionEntry } from '../../../core/audit/entry.ts';
import { factKey, placeOf, transitionKey } from '../../../core/audit/key.ts';
import { AuditRecord, recordHash } from '../../../core/audit/record.ts';
import { incidentId, linked, transition } from './sample.ts';

describe('an audit record', () => {
  it('says who did what when, on which digests, with which policy and build', () => {
    const person = { ...transition(2), person: 'alice' };
    expect(linkRecord(transitionEntry(person), linked(1)[0])).toEqual({
      version: 1,
      chain: incidentId,
      number: 2,
      incident: incidentId,
      who: { function: 'validator', person: 'alice' },
      what: { from: 'executed', to: 'executed', reason: 'step 2' },
      when: '2026-11-20T02:13:02.000Z',
      digests: { alarm: 'abc' },
      versions: { policy: 'p1', function: 'f@b1' },
      previous: linked(1)[0]?.hash,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('begins a chain at the genesis value', () => {
    expect(linked(1)[0]).toMatchObject({ number: 1, previous: genesis });
  });

  it('has the hash that anybody can compute: SHA-256 over RFC 8785 JSON without the hash', () => {
    const record = AuditRecord.parse({
      version: 1,
      chain: 'inc-1',
      number: 1,
      incident: 'inc-1',
      who: { function: 'analyzer' },
      what: { to: 'analyzed' },
      when: '2026-11-20T02:13:02.000Z',
      digests: {},
      previous: genesis,
      hash: genesis,
    });
    // printf '%s' '{"chain":"inc-1","digests":{},"incident":"inc-1","number":1, ... }' | sha256sum
    expect(recordHash(record)).toBe('dd964c3e063df69af242ccd2f293025c679cdcba527116b626e196f65ca73b76');
  });

  it('is the same text for the same transition, and reads back', () => {
    const [record] = linked(1);
    if (record === undefined) throw new Error('no record');
    expect(recordBody(record)).toBe(recordBody(linked(1)[0] ?? record));
    expect(readRecord(recordBody(record))).toEqual(record);
    expect(readRecord(` ${recordBody(record)}`)).toBeUndefined();
  });

  it.each(['', 'null', '{', '{"version":1}'])('is not %j', (body) => expect(readRecord(body)).toBeUndefined());

  it('never follows a record of another chain', () => {
    expect(() => linkRecord(transitionEntry(transition(2)), linked(1, 'inc-other')[0])).toThrow('cannot follow');
  });

  it('keeps everything of a fact, and the id it is known by', () => {
    const fact = AuditFact.parse({
      fact: 'authentication_failed',
      by: 'approval-api',
      at: '2026-11-20T02:15:51.204Z',
      sourceIp: '10.20.4.17',
    });
    expect(factEntry('2026-11-20T02', 'x#1', fact)).toEqual({
      chain: 'AUDIT-2026-11-20T02',
      incident: null,
      who: { function: 'approval-api' },
      what: { fact: 'authentication_failed', sourceIp: '10.20.4.17', id: 'x#1' },
      when: '2026-11-20T02:15:51.204Z',
      digests: {},
    });
  });
});

describe('the keys of the audit', () => {
  it('sort as the chain goes and give back chain and number', () => {
    expect(transitionKey('inc-1', 7)).toBe('records/inc-1/0000007.json');
    expect(placeOf(transitionKey('inc-1', 12))).toEqual({ chain: 'inc-1', number: 12 });
    expect(placeOf(factKey('AUDIT-2026-11-20T02', 3, 'any/thing #1'))).toEqual({
      chain: 'AUDIT-2026-11-20T02',
      number: 3,
    });
    expect(transitionKey('inc-1', 9) < transitionKey('inc-1', 10)).toBe(true);
  });

  it.each(['', '../heads', 'a/b', 'x'.repeat(201)])('refuse the chain name %j', (chain) => {
    expect(() => transitionKey(chain, 1)).toThrow('the name of an audit chain');
  });

  it.each(['records/inc-1/7.json', 'records/inc-1/0000007.txt', 'records/a/b/0000007.json', 'heads/0000007.json'])(
    'know no place for %s',
    (key) => expect(placeOf(key)).toBeUndefined(),
  );
});
