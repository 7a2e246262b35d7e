import { describe, expect, it } from 'vitest';
import { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { Key } from '../../../core/incident/table.ts';
import { advance, after, opening, readIncident, stepWrites } from '../../../core/incident/step.ts';
import { incidentOf } from '../../../core/incident/step-event.ts';
import { stepTrace } from '../../../core/incident/trace.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { incident, step } from './sample.ts';

const due = { at: '2026-11-20T02:20:00.000Z', does: 'again', attempt: 0 } as const;
const stored = async (one: Incident) => {
  const { table } = memoryTable(() => step.at);
  await table.transact(opening(one, { ...step, to: one.status }));
  return table;
};

describe('a step', () => {
  it('moves the state only from the status and number it was read with', () => {
    const [state] = stepWrites(incident, { ...step, due });
    expect(state).toEqual({
      kind: 'replace',
      item: expect.objectContaining({ ...keys.incident(incident.id), status: 'executing', seq: 6, dueAt: due.at }),
      when: [
        { attribute: 'status', is: 'equal', value: 'approved' },
        { attribute: 'seq', is: 'equal', value: 5 },
      ],
    });
  });

  it('inserts the next record, which is complete without the state', () => {
    const [, record] = stepWrites(incident, { ...step, reason: 'every gate passed', attempt: 2 });
    expect(record).toEqual({
      kind: 'create',
      item: {
        pk: 'INCIDENT#inc-20261120021307-0d62d005',
        sk: 'T#0000006',
        incidentId: incident.id,
        seq: 6,
        from: 'approved',
        to: 'executing',
        by: 'executor',
        at: '2026-11-20T02:17:00.000Z',
        reason: 'every gate passed',
        attempt: 2,
        digests: { proposal: 'abc' },
        person: 'alice',
        versions: step.versions,
        ...stepTrace(incident.id, 6),
        purgeAt: Date.parse('2027-02-18T02:17:00.000Z') / 1000,
      },
    });
  });

  it('lets the state expire only when the incident is over: what waits for a person, and its leases, must not be lost', () => {
    const items = (['refused', 'executing'] as const).map((to) => stepWrites(incident, { ...step, to })[0]);
    expect(items).toMatchObject([{ item: { purgeAt: expect.any(Number) } }, { item: { status: 'executing' } }]);
    expect(items[1]).not.toHaveProperty('item.purgeAt');
  });

  it('drops the old deadline and the old reason, so that neither speaks of another status', () => {
    const next = after(incident, step);
    expect(next.due).toBeUndefined();
    expect(next.reason).toBeUndefined();
  });

  it('leaves out what is not said: a table holds no undefined', () => {
    const { person: _person, digests: _digests, ...bare } = step;
    const [, record] = stepWrites(incident, bare);
    for (const name of ['reason', 'attempt', 'person']) expect(record).not.toHaveProperty(`item.${name}`);
    expect(record).toMatchObject({ item: { digests: {} } });
    for (const name of ['reason', 'due']) expect(after(incident, bare)).not.toHaveProperty(name);
  });

  it('is of an incident with an id and, in a spoke, an account', () => {
    for (const id of ['xinc-1', 'inc-1 ', 'inc-', 'inc-A'])
      expect(Incident.safeParse({ ...incident, id }).success).toBe(false);
    for (const spoke of ['1234567890123', '12345678901', '12345678901x']) {
      expect(Incident.safeParse({ ...incident, spoke }).success).toBe(false);
    }
    expect(Incident.safeParse({ ...incident, spoke: '210987654321' }).success).toBe(true);
  });

  it('keeps the reason when the same step is only started again', () => {
    expect(after(incident, { ...step, to: 'approved', attempt: 1 }).reason).toBe('the quorum approved');
  });

  it('throws for a move that the lifecycle does not hold, and for the wrong actor', () => {
    expect(() => stepWrites(incident, { ...step, to: 'resolved' })).toThrow(
      'the lifecycle has no move approved -> resolved by executor',
    );
    expect(() => stepWrites(incident, { ...step, by: 'approval-api' })).toThrow('by approval-api');
  });

  it('releases every lease at a terminal status, each only if it is its own', () => {
    const holding = { ...incident, leases: ['Deployment/checkout/payments-api', 'Deployment/checkout/ledger'] };
    const writes = stepWrites(holding, { ...step, to: 'refused' });
    expect(writes.slice(2)).toEqual(
      holding.leases.map((lease) => ({
        kind: 'delete',
        key: keys.lease(lease),
        when: [{ attribute: 'incidentId', is: 'equal', value: incident.id }],
      })),
    );
    expect(after(holding, { ...step, to: 'refused' }).leases).toEqual([]);
  });

  it('keeps the leases on the way', () => {
    const holding = { ...incident, leases: ['Deployment/checkout/payments-api'] };
    expect(stepWrites(holding, step)).toHaveLength(2);
    expect(after(holding, step).leases).toEqual(holding.leases);
  });

  it('is lost to whoever moved the incident first, and then changes nothing', async () => {
    const table = await stored(incident);
    expect(await advance(table, incident, step)).toEqual({ kind: 'committed' });
    expect(await advance(table, incident, { ...step, to: 'refused' })).toEqual({ kind: 'lost', failed: [0, 1] });
    expect((await readIncident(table, incident.id))?.status).toBe('executing');
  });

  it('gives back the incident as it was stored', async () => {
    const table = await stored(incident);
    expect(await readIncident(table, incident.id)).toEqual(incident);
    expect(await readIncident(table, 'inc-0')).toBeUndefined();
    expect(Incident.parse(incident)).toEqual(incident);
  });
});

describe('a step event', () => {
  const event = (detail: object) => ({ source: 'sovereign-ops', 'detail-type': 'Transition', detail });

  it('finds the incident while it is still there', async () => {
    const table = await stored(incident);
    const detail = { incidentId: incident.id, seq: '5', from: 'awaiting_approval', to: 'approved' };
    expect(await incidentOf(table, event(detail))).toEqual({ kind: 'current', incident });
  });

  it('is stale when the incident has moved on', async () => {
    const table = await stored(incident);
    const detail = { incidentId: incident.id, seq: '1', from: '', to: 'detected' };
    expect(await incidentOf(table, event(detail))).toEqual({ kind: 'stale', incidentId: incident.id });
  });

  it('is thrown by the name of an incident that is not there', async () => {
    const table = await stored(incident);
    const detail = { incidentId: 'inc-0', seq: '1', from: '', to: 'detected' };
    await expect(incidentOf(table, event(detail))).rejects.toThrow('no incident inc-0 in the table');
  });

  it.each([
    ['is none', { hello: 'world' }],
    ['names no incident of the table', event({ incidentId: 'inc-0', seq: '1', from: null, to: 'detected' })],
    ['names what is no id, without a read', event({ incidentId: '\ud800', seq: '1', from: null, to: 'detected' })],
    [
      'names an id that is no key',
      event({ incidentId: `inc-${'x'.repeat(2100)}`, seq: '1', from: '', to: 'detected' }),
    ],
    ['names no status', event({ incidentId: incident.id, seq: '1', from: null, to: 'haunted' })],
  ])('is thrown when it %s', async (_name, wrong) => {
    const table = await stored(incident);
    const asked: string[] = [];
    const get = (key: Key) => {
      asked.push(key.pk);
      return table.get(key);
    };
    const asking = { ...table, get };
    await expect(incidentOf(asking, wrong)).rejects.toThrow();
    expect(asked.every((pk) => /^INCIDENT#inc-0$/.test(pk))).toBe(true);
  });
});
