import { describe, expect, it } from 'vitest';
import { breakGlassPossible, refusal } from '../../../core/approval/page/view/allowed.ts';
import type { View } from '../../../core/approval/page/view/view.ts';
import { Approver } from '../../../core/policy/roster.ts';
import { pageWorld } from '../../support/approval-page.ts';
import { policyLayer } from '../../support/policy.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';

const viewOf = async (world: Awaited<ReturnType<typeof pageWorld>>): Promise<View> =>
  JSON.parse((await world.post('view', { token: await world.token() })).body);

describe('what the view says of what this person may do', () => {
  const medium = proposal({ risk: { level: 'medium', factors: [] } });

  it('names what must be typed, for medium and high risk only', async () => {
    const { choices } = await viewOf(await pageWorld({ choices: choiceSet(medium, proposal()) }));
    expect(choices.map(({ confirm }) => confirm)).toEqual(['payments-api', undefined]);
  });

  it('refuses each choice that the policy refuses, by itself', async () => {
    const policy = policyLayer({
      decide: ({ context }) => ({ allowed: context.risk !== 'medium', because: ['test'] }),
    });
    const world = await pageWorld({ choices: choiceSet(medium, proposal()), deps: { policy } });
    const { choices, request } = await viewOf(world);
    expect(choices[0]?.refused).toEqual({
      why: 'the policy does not let alice approve this change',
      identityNeeded: false,
    });
    expect(choices[1]?.refused).toBeUndefined();
    expect(request.rejectRefused).toBeUndefined();
  });

  it('says who was not asked that they may not say no', async () => {
    const world = await pageWorld({ request: { approvers: ['bob'] } });
    expect((await viewOf(world)).request.rejectRefused).toEqual({
      why: 'alice was not asked to decide this request',
      identityNeeded: false,
    });
  });

  it('tells a link what an identity would change', () => {
    const byLink = (_decision: string, _choice: object, method: string) =>
      method === 'link' ? 'a link only views' : undefined;
    const why = 'a link only views';
    expect(refusal(byLink, { method: 'link' }, 'approve', medium)).toEqual({ why, identityNeeded: true });
    expect(refusal(byLink, { method: 'oidc' }, 'approve', medium)).toBeUndefined();
    expect(refusal(() => why, { method: 'link' }, 'approve', medium)).toEqual({ why, identityNeeded: false });
    expect(refusal(() => why, { method: 'iam' }, 'approve', medium)).toEqual({ why, identityNeeded: false });
  });

  it('offers to approve alone only to an admin with an identity, for a high risk, where the policy says so', () => {
    const admin = Approver.parse({ id: 'bob', name: 'Bob', role: 'admin' });
    const analyst = Approver.parse({ id: 'alice', name: 'Alice', role: 'analyst' });
    const may = (
      breakGlass: boolean,
      method: 'link' | 'oidc',
      person: Approver,
      purpose: 'change' | 'rollback',
      level: 'medium' | 'high',
    ) => breakGlassPossible({ breakGlass }, { method, person }, { purpose }, { risk: { level, factors: [] } });
    expect(may(true, 'oidc', admin, 'change', 'high')).toBe(true);
    expect(may(false, 'oidc', admin, 'change', 'high')).toBe(false);
    expect(may(true, 'link', admin, 'change', 'high')).toBe(false);
    expect(may(true, 'oidc', analyst, 'change', 'high')).toBe(false);
    expect(may(true, 'oidc', admin, 'rollback', 'high')).toBe(false);
    expect(may(true, 'oidc', admin, 'change', 'medium')).toBe(false);
  });
});
