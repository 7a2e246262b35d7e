import { describe, expect, it } from 'vitest';
import { keys } from '../../../../core/incident/keys.ts';
import { Approver } from '../../../../core/policy/roster.ts';
import { closedChecks } from '../../../../core/remediation/circuit.ts';
import { operate } from '../../../../functions/approval-api/operations/operate.ts';
import { later } from '../../../support/incident.ts';
import { operatorWorld } from '../../../support/operations.ts';

const scope = 'Deployment/checkout/payments-api';
const open = { open: true, failures: 2, version: 2, openedAt: later(0).toISOString(), lastIncident: 'inc-9' };
const opened = async () => {
  const world = await operatorWorld();
  for (const name of ['global', scope]) await world.put({ ...keys.circuit(name), ...open });
  return world;
};

describe('the circuits', () => {
  it('are shown: the global one, and those of what recent incidents were about', async () => {
    const world = await operatorWorld();
    expect((await world.ask('carol', 'circuit')).circuits).toEqual([{ scope: 'global', open: false, failures: 0 }]);
    await world.put({ ...keys.circuit(scope), ...open });
    expect((await world.ask('carol', 'circuit')).circuits).toEqual([
      { scope: 'global', open: false, failures: 0 },
      { scope, open: true, failures: 2, openedAt: open.openedAt, lastIncident: 'inc-9' },
    ]);
  });

  it('do not tell a guest which incident of another team the global one counted last', async () => {
    const world = await operatorWorld();
    await world.put({ ...keys.circuit('global'), ...open, lastIncident: world.request.incidentId });
    const asked = async (reach: string[]) => {
      const person = Approver.parse({ id: 'guest', name: 'Guest', role: 'viewer', teams: reach });
      const { body } = await operate(world.deps, { method: 'oidc', person, reach, guest: true }, 'circuit', {});
      return JSON.parse(body).circuits[0];
    };
    expect(await asked(['search'])).toEqual({ scope: 'global', open: true, failures: 2, openedAt: open.openedAt });
    expect(await asked(['*'])).toMatchObject({ lastIncident: world.request.incidentId });
  });

  it('are closed one by one, with the fact of who did it and why, and let executions through again', async () => {
    const world = await opened();
    expect(await world.ask('bob', 'close-circuit', { scope: 'global', reason: 'fixed by hand' })).toMatchObject({
      statusCode: 200,
      outcome: 'done',
    });
    expect(world.facts('circuit_closed')).toMatchObject([
      { by: 'approval-api', person: 'bob', method: 'iam', scope: 'global', reason: 'fixed by hand', failures: 2 },
    ]);
    const check = async () => (await world.deps.table.transact(closedChecks(scope))).kind;
    expect(await check()).toBe('lost');
    await world.ask('bob', 'close-circuit', { scope, reason: 'fixed by hand' });
    expect(await check()).toBe('committed');
    expect((await world.ask('bob', 'circuit')).circuits).toMatchObject([{ failures: 0 }, { scope, failures: 0 }]);
    expect(await world.memory.table.get(keys.circuit(scope))).not.toHaveProperty('openedAt');
  });

  it.each(['global', 'Deployment/checkout/unknown'])('that are closed stay as they are: %s', async (name) => {
    const world = await operatorWorld();
    const before = world.memory.all();
    expect(await world.ask('bob', 'close-circuit', { scope: name, reason: 'why not' })).toMatchObject({
      statusCode: 409,
      outcome: 'already',
    });
    expect(world.memory.all()).toEqual(before);
  });

  it('are named by what can be a key, and the answer does not repeat it', async () => {
    const world = await operatorWorld();
    const asked = async (name: string) =>
      (await world.ask('bob', 'close-circuit', { scope: name, reason: 'x' })).message;
    expect(await asked('字'.repeat(900))).toBe('scope: expected at most 900 bytes');
    expect(await asked('\ud800'.repeat(400))).toBe('scope: expected at most 900 bytes');
    expect(await asked('<b>\ud800')).toBe('this circuit is closed');
  });

  it('are closed once when two do it at the same moment', async () => {
    const world = await opened();
    const body = { scope: 'global', reason: 'fixed' };
    const answers = await Promise.all(['bob', 'dave'].map((person) => world.ask(person, 'close-circuit', body)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(world.facts('circuit_closed')).toHaveLength(1);
  });

  it('are not closed by an admin whose groups are good for some teams only', async () => {
    const world = await opened();
    const person = world.deps.policy.roster.approvers.find(({ id }) => id === 'bob');
    if (person === undefined) throw new Error('no bob');
    const close = (reach: string[]) =>
      operate(world.deps, { method: 'oidc', person, reach }, 'close-circuit', { scope: 'global', reason: 'fixed' });
    expect(await close(['checkout'])).toMatchObject({ statusCode: 403 });
    expect(await close(['*'])).toMatchObject({ statusCode: 200 });
  });
});
