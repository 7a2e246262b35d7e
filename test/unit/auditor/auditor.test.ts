import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { genesis, readRecord, recordBody } from '../../../core/audit/chain.ts';
import { signHead } from '../../../core/audit/head.ts';
import { transitionKey } from '../../../core/audit/key.ts';
import type { AuditStore } from '../../../core/audit/ports.ts';
import { readAudit } from '../../../core/audit/read.ts';
import { verifyAudit } from '../../../core/audit/verify.ts';
import { keys } from '../../../core/incident/keys.ts';
import { createHandler } from '../../../functions/auditor/handler.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { memoryAuditStore } from '../../../local/ports/audit-store.ts';
import { collectedLog, collectedMeter } from '../../../local/ports/telemetry.ts';
import { incidentId, linked, signer, transition, verifySignature } from '../audit/sample.ts';

const recorded = (name: string): unknown => JSON.parse(readFileSync(`events/auditor/${name}.json`, 'utf8'));
const hourly = recorded('every-hour');
const start = Date.parse('2026-11-20T03:00:00.000Z');

const stage = (wrap: (store: AuditStore) => AuditStore = (store) => store) => {
  const store = memoryAuditStore();
  const log = collectedLog();
  const meter = collectedMeter();
  let at = start;
  const handle = createHandler({ auditStore: wrap(store), signer, now: () => new Date(at), log, meter });
  const pass = (hours: number) => {
    at += hours * 3_600_000;
  };
  const verify = async () => verifyAudit(await readAudit(store), verifySignature);
  return { store, log, meter, handle, pass, verify };
};

/** A batch as the stream delivers it after these items were inserted. */
const batch = async (...items: readonly Record<string, unknown>[]) => {
  const { table, take } = memoryTable(() => new Date(start));
  for (const item of items) await table.transact([{ kind: 'create', item: { pk: '', sk: '', ...item } }]);
  return { Records: await take() };
};
const step = (seq: number) => ({ ...keys.transition(incidentId, seq), ...transition(seq), purgeAt: 1 });
const fact = (id: string, hour = '2026-11-20T02') => ({
  ...keys.audit(hour, id),
  fact: 'authentication_failed',
  by: 'approval-api',
  at: `${hour}:15:00.000Z`,
  sourceIp: id,
});
const complete = { batchItemFailures: [] };

describe('auditor on the stream', () => {
  it('writes a record for every transition and fact of the recorded batch', async () => {
    const { handle, store, verify } = stage();
    expect(await handle(recorded('stream-batch'))).toEqual(complete);
    expect(await store.list('records/')).toEqual([
      expect.stringMatching(/^records\/AUDIT-2026-11-20T02\/0000001-[0-9a-f]{24}\.json$/),
      `records/${incidentId}/0000001.json`,
      `records/${incidentId}/0000002.json`,
    ]);
    expect(await verify()).toMatchObject({ records: 3, verified: true });
  });

  it('says which chains grew in this hour', async () => {
    const { handle, store } = stage();
    await handle(await batch(step(1), step(2), fact('a')));
    expect(await store.list('grown/')).toEqual([
      'grown/2026-11-20T03/AUDIT-2026-11-20T02',
      `grown/2026-11-20T03/${incidentId}`,
    ]);
  });

  it('changes nothing when a batch is delivered again, whole or in part', async () => {
    const { handle, store, verify } = stage();
    const { Records } = await batch(step(1), fact('a'), step(2), fact('b'), step(3), fact('c'));
    await handle({ Records });
    const before = await store.list('');
    expect(await handle({ Records })).toEqual(complete);
    expect(await handle({ Records: Records.slice(3) })).toEqual(complete);
    expect(await store.list('')).toEqual(before);
    expect(await verify()).toMatchObject({ records: 6, verified: true });
  });

  it('asks for the batch again from the first record whose predecessor is missing', async () => {
    const { handle, store, log } = stage();
    const { Records } = await batch(step(1), step(3), step(2));
    expect(await handle({ Records })).toEqual({
      batchItemFailures: [{ itemIdentifier: Records[1]?.dynamodb.SequenceNumber }],
    });
    expect(await store.list('records/')).toEqual([transitionKey(incidentId, 1)]);
    expect(log.entries).toMatchObject([{ level: 'error', facts: { error: 'MissingPredecessor' } }]);
  });

  it.each([3, 4])('goes on after a crash before its put number %i, and its head misses nothing', async (put) => {
    let left = put;
    const { handle, pass, verify } = stage((store) => ({
      ...store,
      put: async (key, body) => {
        left -= 1;
        if (left === 0) throw new Error('connection lost');
        return store.put(key, body);
      },
    }));
    await handle(hourly);
    left = put;
    const { Records } = await batch(step(1), fact('a'), step(2));
    expect(await handle({ Records })).toEqual({
      batchItemFailures: [{ itemIdentifier: Records[1]?.dynamodb.SequenceNumber }],
    });
    expect(await handle({ Records: Records.slice(1) })).toEqual(complete);
    pass(1);
    await handle(hourly);
    expect(await verify()).toMatchObject({ records: 3, unsealed: 0, verified: true });
  });

  it('refuses a second, different record in the same place', async () => {
    const { handle, log, store } = stage();
    await handle(await batch(step(1)));
    const body = await store.get(transitionKey(incidentId, 1));
    const { Records } = await batch({ ...step(1), to: 'report_only' });
    expect(await handle({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(log.entries).toMatchObject([{ level: 'error', facts: { error: 'AuditConflict' } }]);
    expect(await store.get(transitionKey(incidentId, 1))).toBe(body);
  });

  it.each([
    ['not what was linked', '{"broken":true}'],
    ['a record of another place', recordBody(linked(2)[1] ?? linked(1)[0] ?? Object())],
  ])('does not build on a record that is %s', async (_name, body) => {
    const { handle, store, log } = stage();
    await store.put(transitionKey(incidentId, 1), body);
    expect(await handle(await batch(step(2)))).toMatchObject({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(log.entries).toMatchObject([{ level: 'error', facts: { error: 'AuditConflict' } }]);
  });

  it('keeps one chain of facts for each hour', async () => {
    const { handle, store, verify } = stage();
    await handle(await batch(fact('a'), fact('b'), fact('z', '2026-11-20T03')));
    await handle(await batch(fact('c')));
    const { chains } = await readAudit(store);
    expect([...chains].map(([chain, records]) => [chain, records.map(({ number }) => number)])).toEqual([
      ['AUDIT-2026-11-20T02', [1, 2, 3]],
      ['AUDIT-2026-11-20T03', [1]],
    ]);
    expect((await verify()).verified).toBe(true);
  });

  it('passes over what is not for the audit, and raises the alarm for what must never change', async () => {
    const { handle, store, meter } = stage();
    const { Records } = await batch(step(1));
    expect(await handle({ Records: Records.map((record) => ({ ...record, eventName: 'MODIFY' })) })).toEqual(complete);
    expect(await handle(await batch({ ...keys.incident(incidentId), status: 'detected' }))).toEqual(complete);
    expect(await store.list('')).toEqual([]);
    expect(meter.counts.get('ImmutableItemChanged')).toBe(1);
  });

  it.each([[{}], [{ Records: [{ eventSource: 'aws:s3' }] }], ['text']])(
    'throws for an event that is none: %j',
    async (event) => {
      await expect(stage().handle(event)).rejects.toThrow();
    },
  );
});

describe('auditor on what expired', () => {
  const byTimeToLive = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
  const removed = (sequence: number, { pk, sk }: { pk: string; sk: string }, userIdentity?: object) => ({
    eventName: 'REMOVE',
    eventSource: 'aws:dynamodb',
    ...(userIdentity === undefined ? {} : { userIdentity }),
    dynamodb: {
      ApproximateCreationDateTime: 1_800_000_000 + sequence,
      Keys: { pk: { S: pk }, sk: { S: sk } },
      SequenceNumber: String(sequence),
    },
  });
  const gone = [
    keys.evidence(incidentId),
    keys.transition(incidentId, 2),
    keys.transition(incidentId, 1),
    keys.incident(incidentId),
    keys.approval('apr-1'),
    keys.audit('2026-11-20T02', 'a'),
    keys.lease('any'),
  ].map((key, n) => removed(n + 1, key, byTimeToLive));

  it('records each item as purged, once, in a chain of its own, and what it held stays', async () => {
    const { handle, store, verify } = stage();
    await handle(await batch(step(1), step(2), fact('a')));
    const before = await store.get(transitionKey(incidentId, 2));
    expect(await handle({ Records: gone })).toEqual(complete);
    expect(await handle({ Records: gone.slice(2) })).toEqual(complete);

    const { chains } = await readAudit(store);
    expect([...chains].map(([chain, records]) => [chain, records.length])).toEqual([
      ['AUDIT-2026-11-20T02', 2],
      [`PURGED-APPROVAL.apr-1`, 1],
      [`PURGED-EVIDENCE.${incidentId}`, 1],
      [`PURGED-INCIDENT.${incidentId}`, 3],
      [incidentId, 2],
    ]);
    const [first] = chains.get(`PURGED-INCIDENT.${incidentId}`) ?? [];
    expect(readRecord(first?.body ?? '')).toMatchObject({
      incident: incidentId,
      who: { function: 'dynamodb-ttl' },
      what: { fact: 'purged', pk: `INCIDENT#${incidentId}`, sk: 'T#0000002', number: 2 },
      when: '2027-01-15T08:00:02.000Z',
    });
    expect(await store.get(transitionKey(incidentId, 2))).toBe(before);
    // The chains are whole; that nobody signed them in all that time is found.
    expect(await verify()).toMatchObject({ records: 9, findings: [{ problem: 'truncated', where: 'heads' }] });
  });

  it('takes what somebody else removed for tampering', async () => {
    const { handle, store, meter } = stage();
    const Records = [removed(1, keys.transition(incidentId, 1)), removed(2, keys.audit('2026-11-20T02', 'a'))];
    expect(await handle({ Records })).toEqual(complete);
    expect(meter.counts.get('ImmutableItemChanged')).toBe(2);
    expect(await store.list('')).toEqual([]);
  });

  it('keeps a partition of nobody by its hash', async () => {
    const { handle, store } = stage();
    await handle({ Records: [removed(1, { pk: 'EVIDENCE#../heads', sk: 'x' }, byTimeToLive)] });
    expect(await store.list('records/')).toEqual([
      expect.stringMatching(/^records\/PURGED-OTHER\.[0-9a-f]{24}\/0000001-/),
    ]);
  });
});

describe('auditor on the hour', () => {
  it('signs where every chain stands, and each head follows the one before', async () => {
    const { handle, pass, verify, store } = stage();
    await handle(await batch(step(1), fact('a')));
    expect(await handle(hourly)).toEqual({ kind: 'sealed', hour: '2026-11-20T03', chains: 2, unreadable: [] });
    pass(1);
    await handle(await batch(step(2)));
    expect(await handle(hourly)).toMatchObject({ kind: 'sealed', hour: '2026-11-20T04', chains: 1 });
    pass(3);
    expect(await handle(hourly)).toMatchObject({ kind: 'sealed', hour: '2026-11-20T07' });
    expect(await store.list('heads/')).toHaveLength(3);
    expect(await verify()).toMatchObject({ records: 3, heads: 3, unsealed: 0, verified: true });
  });

  it('names in its next head what was begun in the hour before one and written after it', async () => {
    const { handle, pass, verify } = stage();
    pass(1);
    await handle(hourly);
    pass(-1 / 3600);
    await handle(await batch(step(1)));
    pass(1 + 1 / 3600);
    await handle(hourly);
    expect(await verify()).toMatchObject({ records: 1, heads: 2, unsealed: 0 });
  });

  it('goes on from a head of an earlier build, which named every chain', async () => {
    const { handle, pass, verify, store } = stage();
    const [first, second] = linked(2);
    if (first === undefined || second === undefined) throw new Error('no records');
    await store.put(transitionKey(incidentId, 1), recordBody(first));
    const ends = [{ chain: incidentId, number: 1, hash: first.hash }];
    const old = {
      version: 1 as const,
      hour: '2026-11-20T02',
      at: '2026-11-20T02:10:00.000Z',
      chains: ends,
      previous: genesis,
    };
    await store.put('heads/2026-11-20T02.json', JSON.stringify(await signHead(signer, old)));
    // By the old build, after its head, so that nobody said that the chain grew.
    await store.put(transitionKey(incidentId, 2), recordBody(second));
    expect(await handle(hourly)).toMatchObject({ kind: 'sealed', chains: 1 });
    pass(1);
    expect(await handle(hourly)).toMatchObject({ kind: 'sealed', chains: 0 });
    expect(await verify()).toMatchObject({ records: 2, heads: 3, unsealed: 0, verified: true });
  });

  it('finds the head before it after the function was away for longer than a day', async () => {
    const { handle, pass, verify } = stage();
    await handle(await batch(step(1)));
    await handle(hourly);
    await handle(await batch(step(2)));
    pass(50);
    expect(await handle(hourly)).toMatchObject({ kind: 'sealed', chains: 1 });
    expect(await verify()).toMatchObject({ records: 2, heads: 2, unsealed: 0, verified: true });
  });

  it('signs once an hour, and never behind a newer head', async () => {
    const { handle, pass, verify } = stage();
    await handle(hourly);
    expect(await handle(hourly)).toMatchObject({ kind: 'sealed_before' });
    pass(-1);
    expect(await handle(hourly)).toMatchObject({ kind: 'sealed_before', hour: '2026-11-20T02' });
    expect(await verify()).toMatchObject({ heads: 1, verified: true });
  });

  it('reads only the chains that grew', async () => {
    const read: string[] = [];
    const { handle, pass } = stage((store) => ({
      ...store,
      get: async (key) => {
        read.push(key);
        return store.get(key);
      },
      list: async (prefix, after) => {
        read.push(prefix);
        return store.list(prefix, after);
      },
    }));
    await handle(await batch(step(1), fact('a')));
    await handle(hourly);
    pass(2);
    await handle(await batch(step(2)));
    read.length = 0;
    await handle(hourly);
    expect(read).toEqual([
      'heads/',
      'heads/2026-11-20T03.json',
      ...['02', '03', '04', '05'].map((hour) => `grown/2026-11-20T${hour}/`),
      'records/AUDIT-2026-11-20T02/',
      `records/${incidentId}/`,
      transitionKey(incidentId, 2),
    ]);
  });

  it('makes a cut visible that the chain itself cannot show', async () => {
    const { handle, store } = stage();
    await handle(await batch(step(1), step(2), step(3)));
    await handle(hourly);
    const { chains, ...rest } = await readAudit(store);
    const cut = new Map([...chains].map(([chain, records]) => [chain, records.slice(0, 2)]));
    expect((await verifyAudit({ ...rest, chains: cut }, verifySignature)).findings).toMatchObject([
      { problem: 'truncated', where: incidentId, number: 3 },
    ]);
  });

  it('signs the rest, and reports it, when one record is not what was linked', async () => {
    const { handle, store, meter, verify } = stage();
    await handle(await batch(fact('a')));
    await store.put(transitionKey(incidentId, 1), '{"broken":true}');
    expect(await handle(hourly)).toMatchObject({
      kind: 'sealed',
      chains: 2,
      unreadable: [transitionKey(incidentId, 1)],
    });
    expect(meter.counts.get('AuditConflict')).toBe(1);
    expect((await verify()).findings).toMatchObject([{ problem: 'altered', where: incidentId, number: 1 }]);
  });
});
