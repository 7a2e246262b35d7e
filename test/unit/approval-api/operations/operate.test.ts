import { describe, expect, it } from 'vitest';
import { operate } from '../../../../functions/approval-api/operations/operate.ts';
import { operatorWorld, roster } from '../../../support/operations.ts';

const changing = [
  ['close', { incidentId: 'inc-20261120030000-0a1b2c3d', reason: 'restored by hand' }],
  ['close-circuit', { scope: 'global', reason: 'capacity is back' }],
  ['request-rollback', { incidentId: 'inc-20261120030000-0a1b2c3d', reason: 'the pod was examined' }],
  ['review', { incidentId: 'inc-20261120030000-0a1b2c3d', reason: 'it was right' }],
] as const;

describe('an operation', () => {
  it.each([undefined, 'mallory'])('answers %s as it answers any bad link, and keeps the fact', async (person) => {
    const world = await operatorWorld();
    const before = world.memory.all().length;
    const answer = await world.ask(person, 'list');
    expect(answer).toEqual({
      statusCode: 404,
      outcome: 'unknown',
      message: 'this link is not valid, or it is no longer',
    });
    expect(world.facts('authentication_failed')).toHaveLength(1);
    expect(world.memory.all()).toHaveLength(before + 1);
  });

  it.each(['GET', 'PUT', 'DELETE'])('is asked for by POST, never by %s', async (method) => {
    const world = await operatorWorld();
    expect(await world.ask('bob', 'list', {}, method)).toMatchObject({ statusCode: 405 });
  });

  it('of another name is none, and says which there are', async () => {
    const world = await operatorWorld();
    expect(await world.ask('bob', 'drop-table')).toMatchObject({
      statusCode: 404,
      message: expect.stringContaining('expected one of: list, show'),
    });
  });

  it('refuses what it does not know, and does not repeat it', async () => {
    const world = await operatorWorld();
    expect(await world.ask('bob', 'show', { incidentId: 'inc-1', '<img>': 1 })).toEqual({
      statusCode: 400,
      outcome: 'refused',
      message: 'body: expected no other field',
    });
  });

  it.each(changing)('%s needs a reason', async (name, { reason: _reason, ...body }) => {
    const world = await operatorWorld();
    for (const reason of [undefined, '', '  ', '\u200b\u2060', 'x'.repeat(501)]) {
      expect(await world.ask('bob', name, { ...body, reason })).toMatchObject({
        statusCode: 400,
        message: expect.stringMatching(/^reason: /),
      });
    }
  });

  it.each(changing)('%s is not for a viewer, a link, a guest or somebody who only looks', async (name, body) => {
    const world = await operatorWorld({ incident: { status: 'rollback_failed' } });
    await world.openReview('dave');
    await world.put({ pk: 'CIRCUIT#global', sk: 'STATE', open: true, failures: 2, version: 2 });
    const before = world.memory.all();
    const bob = roster.approvers.find(({ id }) => id === 'bob');
    if (bob === undefined) throw new Error('no bob');
    const answers = [
      await world.ask('carol', name, body),
      ...(await Promise.all([
        operate(world.deps, { method: 'link', person: bob }, name, body),
        operate(world.deps, { method: 'oidc', person: { ...bob, id: 'guest' }, guest: true, reach: ['*'] }, name, body),
        operate(world.deps, { method: 'oidc', person: bob, onlyLooks: 'no group of yours allows more' }, name, body),
      ])),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403]);
    expect(world.memory.all()).toEqual(before);
  });
});
