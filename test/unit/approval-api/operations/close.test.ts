import { describe, expect, it } from 'vitest';
import { keys } from '../../../../core/incident/keys.ts';
import { heldByPerson, statuses } from '../../../../core/incident/lifecycle.ts';
import { operate } from '../../../../functions/approval-api/operations/operate.ts';
import { operatorWorld } from '../../../support/operations.ts';

const lease = 'Deployment/checkout/payments-api';
const stuck = async (status: (typeof statuses)[number]) => {
  const world = await operatorWorld({ incident: { status, leases: [lease] } });
  await world.put({ ...keys.lease(lease), incidentId: world.incident.id });
  return world;
};

describe('closing an incident', () => {
  it.each([...heldByPerson])('ends %s by a step that names who and why, and releases the leases', async (status) => {
    const world = await stuck(status);
    const body = { incidentId: world.incident.id, reason: 'restored\nby hand' };
    expect(await world.ask('bob', 'close', body)).toEqual({
      statusCode: 200,
      outcome: 'done',
      message: 'closed; 1 resource is released',
    });
    expect(await world.read()).toMatchObject({
      status: 'closed',
      reason: 'closed by bob: restored by hand',
      leases: [],
    });
    const [, step] = await world.memory.table.list(keys.incident(world.incident.id).pk, 'T#');
    expect(step).toMatchObject({ from: status, to: 'closed', by: 'approval-api', person: 'bob' });
    expect(world.leases()).toEqual([]);
    expect(await world.ask('dave', 'close', body)).toMatchObject({ statusCode: 409, outcome: 'already' });
  });

  it.each(statuses.filter((status) => !heldByPerson.has(status)))('is no way out of %s', async (status) => {
    const world = await stuck(status);
    const before = world.memory.all();
    const body = { incidentId: world.incident.id, reason: 'enough' };
    expect(await world.ask('bob', 'close', body)).toMatchObject({ statusCode: 409 });
    expect(world.memory.all()).toEqual(before);
  });

  it('names the decision that keeps a change, where a rollback is asked for', async () => {
    const world = await stuck('awaiting_rollback_approval');
    const body = { incidentId: world.incident.id, reason: 'enough' };
    expect((await world.ask('bob', 'close', body)).message).toContain('so reject it');
  });

  it('needs an admin', async () => {
    const world = await stuck('outcome_unknown');
    expect(await world.ask('alice', 'close', { incidentId: world.incident.id, reason: 'enough' })).toEqual({
      statusCode: 403,
      outcome: 'not-permitted',
      message: 'closing an incident needs an admin; alice is an analyst',
    });
  });

  it('is bound to the teams that the groups of an admin are good for', async () => {
    const world = await stuck('outcome_unknown');
    const person = world.deps.policy.roster.approvers.find(({ id }) => id === 'bob');
    if (person === undefined) throw new Error('no bob');
    const close = (reach: string[]) =>
      operate(world.deps, { method: 'oidc', person, reach }, 'close', { incidentId: world.incident.id, reason: 'x' });
    expect(await close(['search'])).toMatchObject({ statusCode: 403 });
    expect(await close(['checkout'])).toMatchObject({ statusCode: 200 });
  });

  it('happens once when two do it at the same moment', async () => {
    const world = await stuck('rollback_failed');
    const body = { incidentId: world.incident.id, reason: 'enough' };
    const answers = await Promise.all(['bob', 'dave'].map((person) => world.ask(person, 'close', body)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });
});
