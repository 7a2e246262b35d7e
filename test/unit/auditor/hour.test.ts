import { describe, expect, it } from 'vitest';
import { genesis, recordBody } from '../../../core/audit/chain.ts';
import { signHead } from '../../../core/audit/head.ts';
import { transitionKey } from '../../../core/audit/key.ts';
import { readAudit } from '../../../core/audit/read.ts';
import { verifyAudit } from '../../../core/audit/verify.ts';
import { incidentId, linked, signer, verifySignature } from '../audit/sample.ts';
import { hourly, stage, batch, step, fact } from './stage.ts';

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
