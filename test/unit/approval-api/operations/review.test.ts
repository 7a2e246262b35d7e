import { describe, expect, it } from 'vitest';
import { keys } from '../../../../core/incident/keys.ts';
import { operate } from '../../../../functions/approval-api/operations/operate.ts';
import { operatorWorld, roster } from '../../../support/operations.ts';

const broken = async () => {
  const world = await operatorWorld({ incident: { status: 'resolved' } });
  await world.openReview('bob');
  const body = { incidentId: world.incident.id, reason: 'the database was down' };
  return { ...world, review: (person: string) => world.ask(person, 'review', body) };
};

describe('the review of a break-glass decision', () => {
  it('is done by somebody else, once, and leaves a fact', async () => {
    const world = await broken();
    expect(await world.review('alice')).toMatchObject({ statusCode: 200, message: 'reviewed: break-glass of bob' });
    expect(await world.memory.table.get(keys.review(world.request.approvalId))).toMatchObject({
      status: 'done',
      by: 'bob',
      reason: 'all is down',
      reviewedBy: 'alice',
      reviewReason: 'the database was down',
    });
    expect(world.facts('break_glass_reviewed')).toMatchObject([
      { person: 'alice', usedBy: 'bob', incidentId: world.incident.id, approvalId: world.request.approvalId },
    ]);
    expect(await world.review('dave')).toMatchObject({ statusCode: 409, outcome: 'already' });
    expect(world.facts('break_glass_reviewed')).toHaveLength(1);
  });

  it('is not for who used it', async () => {
    const world = await broken();
    expect(await world.review('bob')).toMatchObject({ statusCode: 403, outcome: 'not-permitted' });
    expect((await world.ask('bob', 'list')).incidents).toMatchObject([{ review: 'open' }]);
  });

  it('is not for whose groups are good for other teams only', async () => {
    const { deps, incident } = await broken();
    const person = roster.approvers.find(({ id }) => id === 'alice');
    if (person === undefined) throw new Error('no alice');
    const body = { incidentId: incident.id, reason: 'the database was down' };
    const review = (team: string) => operate(deps, { method: 'oidc', person, reach: [team] }, 'review', body);
    expect(await review('search')).toMatchObject({ statusCode: 403 });
    expect(await review('checkout')).toMatchObject({ statusCode: 200 });
  });

  it('is refused where nobody used it', async () => {
    const world = await operatorWorld();
    expect(await world.ask('alice', 'review', { incidentId: world.incident.id, reason: 'x' })).toMatchObject({
      statusCode: 409,
      outcome: 'refused',
    });
  });
});
