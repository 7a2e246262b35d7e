import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromImage } from '../../../core/audit/attribute-value.ts';
import { recordableOf, StreamEvent, type StreamRecord } from '../../../core/audit/stream.ts';

const { Records } = StreamEvent.parse(JSON.parse(readFileSync('events/auditor/stream-batch.json', 'utf8')));
const [first] = Records;
const other = (change: Partial<StreamRecord>, dynamodb: Partial<StreamRecord['dynamodb']> = {}): StreamRecord => {
  if (first === undefined) throw new Error('the batch is empty');
  return { ...first, ...change, dynamodb: { ...first.dynamodb, ...dynamodb } };
};
const keys = (pk: string, sk: string) => ({ Keys: { pk: { S: pk }, sk: { S: sk } } });

describe('a stream record', () => {
  it('is a transition or a fact', () => {
    expect(Records.map((record) => recordableOf(record))).toMatchObject([
      { kind: 'transition', transition: { seq: 1, from: null, to: 'detected' } },
      { kind: 'transition', transition: { seq: 2, from: 'detected', to: 'analyzed' } },
      { kind: 'fact', hour: '2026-11-20T02', fact: { fact: 'authentication_failed', sourceIp: '10.20.4.17' } },
    ]);
  });

  it('is nothing for the audit when it is another item', () => {
    expect(recordableOf(other({}, keys('INCIDENT#inc-1', 'STATE')))).toEqual({ kind: 'other' });
    expect(recordableOf(other({}, keys('LEASE#x', 'T#0000001')))).toEqual({ kind: 'other' });
  });

  it.each(['MODIFY', 'REMOVE'] as const)('is noticed when somebody does %s to what is only inserted', (eventName) => {
    expect(recordableOf(other({ eventName }))).toMatchObject({ kind: 'changed', sk: 'T#0000001' });
  });

  const byTimeToLive = {
    eventName: 'REMOVE',
    userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
  } as const;

  it.each([
    ['INCIDENT#inc-1', 'T#0000001'],
    ['INCIDENT#inc-1', 'STATE'],
    ['EVIDENCE#inc-1', 'PACK'],
    ['APPROVAL#apr-1', 'REQUEST'],
    ['AUDIT#2026-11-20T02', 'a1'],
  ])('is a purge when the time to live removed %s %s', (pk, sk) => {
    expect(recordableOf(other(byTimeToLive, { ...keys(pk, sk), ApproximateCreationDateTime: 1_800_000_000 }))).toEqual({
      kind: 'purged',
      pk,
      sk,
      at: new Date(1_800_000_000_000),
    });
  });

  it('is nothing for the audit when what the time to live removed says nothing of an incident', () => {
    expect(recordableOf(other(byTimeToLive, keys('IDEMPOTENCY#analyzer', 'x')))).toEqual({ kind: 'other' });
  });

  it.each([
    { type: 'Service', principalId: 'replication.dynamodb.amazonaws.com' },
    { type: 'AssumedRole', principalId: 'dynamodb.amazonaws.com' },
    null,
  ])('is no purge when it was removed by %j', (userIdentity) => {
    expect(recordableOf(other({ eventName: 'REMOVE', userIdentity }))).toMatchObject({ kind: 'changed' });
  });

  it.each([
    ['another incident', keys('INCIDENT#inc-other', 'T#0000001')],
    ['another number', keys('INCIDENT#inc-20261120021307-0d62d005', 'T#0000002')],
  ])('is thrown when its content is of %s', (_name, changed) => {
    expect(() => recordableOf(other({}, changed))).toThrow('lies under another key');
  });

  it('is thrown when it would be written into the chain of the facts of an hour', () => {
    const id = 'AUDIT-2026-11-20T02';
    const image = { ...Object(first?.dynamodb.NewImage), incidentId: { S: id } };
    const forged = { ...keys(`INCIDENT#${id}`, 'T#0000001'), NewImage: image };
    expect(() => recordableOf(other({}, forged))).toThrow();
  });

  it('is thrown when its content is no transition', () => {
    expect(() => recordableOf(other({}, { NewImage: { seq: { N: '1' } } }))).toThrow();
    expect(() => recordableOf(other({}, { NewImage: undefined }))).toThrow();
  });
});

describe('an image', () => {
  it('becomes plain JSON', () => {
    const image = {
      a: { S: 'x' },
      b: { N: '1.5' },
      c: { BOOL: false },
      d: { NULL: true },
      e: { L: [{ M: { f: { S: '' } } }] },
    };
    expect(fromImage(image)).toEqual({ a: 'x', b: 1.5, c: false, d: null, e: [{ f: '' }] });
  });

  it.each([{ a: { B: 'AA==' } }, { a: { SS: ['x'] } }, { a: { N: 'many' } }, { a: { S: 'x', N: '1' } }, { a: 'x' }])(
    'is refused when it holds what our items do not: %j',
    (image) => expect(() => fromImage(image)).toThrow(),
  );
});
