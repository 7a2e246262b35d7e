import { describe, expect, it } from 'vitest';
import { recordBody } from '../../../core/audit/chain.ts';
import { transitionKey } from '../../../core/audit/key.ts';
import { readAudit } from '../../../core/audit/read.ts';
import { keys } from '../../../core/incident/keys.ts';
import { incidentId, linked } from '../audit/sample.ts';
import { recorded, hourly, stage, batch, step, fact, complete } from './stage.ts';

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
