import { describe, expect, it } from 'vitest';
import { readRecord } from '../../../core/audit/chain.ts';
import { transitionKey } from '../../../core/audit/key.ts';
import { readAudit } from '../../../core/audit/read.ts';
import { keys } from '../../../core/incident/keys.ts';
import { incidentId } from '../audit/sample.ts';
import { stage, batch, step, fact, complete } from './stage.ts';

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
