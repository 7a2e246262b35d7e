import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../../core/approval/identity.ts';
import { keys } from '../../../../core/incident/keys.ts';
import { operate } from '../../../../functions/approval-api/operations/operate.ts';
import { operatorWorld } from '../../../support/operations.ts';

const escape = String.fromCharCode(0x1b);
const review = (what = 'oom_killed at Deployment/checkout/payments-api') => ({
  version: 1,
  from: '2026-11-09T06:00:00.000Z',
  to: '2026-11-16T06:00:00.000Z',
  incidents: 3,
  incomplete: false,
  sections: [{ section: 'recurring-causes', rows: [{ what, count: 2, detail: 'last inc-1' }] }],
});

/** A world of Friday, 2026-11-20, with the reviews of these Mondays. */
const reviewed = async (weeks: Record<string, object>) => {
  const world = await operatorWorld();
  for (const [week, body] of Object.entries(weeks)) await world.put({ ...keys.weekly(week), body });
  return world;
};

describe('the operation weekly', () => {
  it('shows a viewer the newest review, as data and as Markdown', async () => {
    const world = await reviewed({ '2026-11-09': { review: review('older') }, '2026-11-16': { review: review() } });
    expect(await world.ask('carol', 'weekly')).toEqual({
      statusCode: 200,
      week: '2026-11-16',
      review: review(),
      markdown: expect.stringContaining('- `oom_killed at Deployment/checkout/payments-api` (2): `last inc-1`\n'),
    });
    expect(await world.ask('carol', 'weekly', { week: '2026-11-09' })).toMatchObject({
      week: '2026-11-09',
      markdown: expect.stringContaining('`older`'),
    });
  });

  it('says when there is none, and takes the date of a Monday only', async () => {
    const world = await reviewed({ '2026-09-07': { review: review() } });
    expect(await world.ask('carol', 'weekly')).toMatchObject({
      statusCode: 404,
      message: expect.stringContaining('no review of the last 5 weeks'),
    });
    expect(await world.ask('carol', 'weekly', { week: '2026-11-16' })).toMatchObject({ statusCode: 404 });
    for (const week of ['2026-11-17', '2026-11-16#', '', 7]) {
      expect(await world.ask('carol', 'weekly', { week })).toMatchObject({
        statusCode: 400,
        message: expect.stringMatching(/^week: /),
      });
    }
  });

  it('makes its Markdown of the data: no markup and no terminal sequence of a name, and none that was stored', async () => {
    const what = `${escape}[2Jpay\n# [x](https://evil.example)`;
    const world = await reviewed({ '2026-11-16': { review: review(what), markdown: '[x](https://evil.example)' } });
    const { markdown } = await world.ask('carol', 'weekly');
    expect(markdown).toContain('- `pay # [x](https[:]//evil[.]example)` (2)');
    expect(markdown).not.toContain(escape);
  });

  it('refuses a review that is not one', async () => {
    const world = await reviewed({ '2026-11-16': { review: { ...review(), incidents: 'many' } } });
    expect(await world.ask('carol', 'weekly')).toMatchObject({ statusCode: 409, outcome: 'refused' });
  });

  it.each([
    [['checkout'], 403],
    [['*'], 200],
  ])('is for a guest of %s: %s', async (reach, statusCode) => {
    const world = await reviewed({ '2026-11-16': { review: review() } });
    const [person] = world.deps.policy.roster.approvers;
    if (person === undefined) throw new Error('no person');
    const who: Identity = { method: 'oidc', person: { ...person, id: 'g', role: 'viewer' }, guest: true, reach };
    expect(await operate(world.deps, who, 'weekly', {})).toMatchObject({ statusCode });
  });
});
