import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../../core/approval/identity.ts';
import { IncidentRow } from '../../../../core/incident/listing.ts';
import { operate } from '../../../../functions/approval-api/operations/operate.ts';
import { later } from '../../../support/incident.ts';
import { operatorWorld } from '../../../support/operations.ts';

const other = { kind: 'NetworkInterface', name: 'eni-0f1' };

describe('the list of incidents', () => {
  it('has who is asked, until when, and the last one that moved first', async () => {
    const world = await operatorWorld();
    await world.add({ id: 'inc-1', status: 'resolved', changedAt: later(50).toISOString(), resource: other });
    const { incidents, more } = await world.ask('carol', 'list');
    expect(incidents.map((row: unknown) => IncidentRow.parse(row))).toMatchObject([
      { id: 'inc-1', status: 'resolved', over: true, asked: [] },
      {
        id: world.incident.id,
        status: 'awaiting_approval',
        over: false,
        asked: ['alice', 'bob'],
        expiresAt: world.request.expiresAt,
        approvalId: world.request.approvalId,
      },
    ]);
    expect(more).toBe(false);
  });

  it('names the account of an incident that is not of our own', async () => {
    const world = await operatorWorld({ incident: { spoke: '210987654321' } });
    await world.add({ id: 'inc-1', status: 'resolved', resource: other });
    const { incidents } = await world.ask('carol', 'list');
    expect(incidents.map(({ id, account }: IncidentRow) => [id === 'inc-1', account])).toEqual(
      expect.arrayContaining([
        [true, undefined],
        [false, '210987654321'],
      ]),
    );
  });

  it('asks nobody any more once the time is over', async () => {
    const world = await operatorWorld();
    world.at(900);
    expect((await world.ask('carol', 'list')).incidents).toMatchObject([{ asked: [] }]);
  });

  it('is of one status, or of what is open', async () => {
    const world = await operatorWorld();
    await world.add({ id: 'inc-1', status: 'resolved' });
    const ids = async (status: string) =>
      (await world.ask('bob', 'list', { status })).incidents.map(({ id }: IncidentRow) => id);
    expect(await ids('open')).toEqual([world.incident.id]);
    expect(await ids('resolved')).toEqual(['inc-1']);
    expect(await world.ask('bob', 'list', { status: 'lost' })).toMatchObject({ statusCode: 400 });
  });

  it('reads a bounded number of each status, and says when there are more', async () => {
    const world = await operatorWorld();
    for (let n = 10; n < 22; n += 1) {
      await world.add({ id: `inc-${n}`, status: 'resolved', changedAt: later(n).toISOString() });
    }
    const { incidents, more } = await world.ask('bob', 'list', { status: 'resolved' });
    expect([incidents.length, incidents[0].id, more]).toEqual([10, 'inc-21', true]);
  });

  it('names the reviews that are open', async () => {
    const world = await operatorWorld({ incident: { status: 'resolved' } });
    await world.openReview('bob');
    expect((await world.ask('carol', 'list')).incidents).toMatchObject([{ review: 'open' }]);
  });

  it('has for a guest what their teams answer for', async () => {
    const world = await operatorWorld();
    await world.add({ id: 'inc-1', status: 'resolved', resource: other });
    const [person] = world.deps.policy.roster.approvers;
    if (person === undefined) throw new Error('no person');
    const seen = async (reach: string[]) => {
      const who: Identity = { method: 'oidc', person: { ...person, id: 'g', role: 'viewer' }, guest: true, reach };
      return JSON.parse((await operate(world.deps, who, 'list', {})).body).incidents.map(({ id }: IncidentRow) => id);
    };
    expect(await seen(['checkout'])).toEqual([world.incident.id]);
    expect(await seen(['search'])).toEqual([]);
    expect((await seen(['*'])).length).toBe(2);
    const who: Identity = { method: 'oidc', person: { ...person, id: 'g' }, guest: true, reach: ['search'] };
    expect(await operate(world.deps, who, 'show', { incidentId: world.incident.id })).toMatchObject({
      statusCode: 404,
    });
    expect(await operate(world.deps, who, 'journal', { incidentId: world.incident.id })).toMatchObject({
      statusCode: 404,
    });
  });
});
