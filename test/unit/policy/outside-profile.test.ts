import { describe, expect, it } from 'vitest';
import { denial, proposer } from '../../../core/policy/denial.ts';
import type { PolicyRequest } from '../../../core/policy/layer.ts';
import { outsideProfile } from '../../../core/policy/outside-profile.ts';
import { Profile, profileOf } from '../../../core/policy/profile.ts';
import type { FieldValue } from '../../../core/remediation/action.ts';
import { permits } from '../../../functions/approval-api/permits.ts';
import { policyLayer } from '../../support/policy.ts';
import { proposal } from '../../support/proposal.ts';

const profiles = {
  reliability: Profile.parse({
    title: 'up',
    actions: ['set-resources', 'set-hpa-bounds'],
    direction: 'any',
    approvers: { roles: ['analyst', 'admin'], teams: ['*'] },
  }),
  cost: Profile.parse({
    title: 'cheap',
    actions: ['set-hpa-bounds', 'set-desired-count', 'set-instance-class', 'set-task-resources'],
    approvers: { roles: ['analyst'], teams: ['finance', 'checkout'] },
  }),
  empty: Profile.parse({ title: 'nothing' }),
};
const alice = { id: 'alice', role: 'analyst', teams: ['checkout'] };
const bob = { id: 'bob', role: 'admin', teams: ['checkout'] };

/** One action that changes one field. */
const change = (profile: string | undefined, id: string, before: FieldValue, after: FieldValue, path = 'size') => ({
  actions: [{ id, touched: [{ path, before, after }] }],
  ...(profile === undefined ? {} : { profile }),
});

describe('a profile that says nothing', () => {
  it('has no source, reads nothing, offers nothing, lowers only and asks nobody', () => {
    expect(profiles.empty).toEqual({
      title: 'nothing',
      sources: { kinds: [], namespaces: [] },
      collectors: [],
      prompt: 'diagnosis',
      actions: [],
      direction: 'lower',
      approvers: { roles: [], teams: [] },
      review: [],
    });
  });

  it('is not the same as one that is not there, nor as what every object has', () => {
    expect(profileOf(profiles, 'constructor')).toBeUndefined();
    expect(profileOf(profiles, undefined)).toBe(profiles.reliability);
  });
});

describe('outsideProfile', () => {
  type Case = [
    what: string,
    who: PolicyRequest['principal'],
    PolicyRequest['action'],
    ReturnType<typeof change>,
    string | undefined,
  ];
  it.each<Case>([
    ['nothing to say of the default', alice, 'execute', change(undefined, 'set-resources', 1, 2), undefined],
    ['an unknown profile', alice, 'approve', change('gone', 'set-resources', 1, 2), 'there is no profile gone'],
    [
      'an action of another',
      proposer,
      'propose',
      change('cost', 'set-resources', 2, 1),
      'profile cost has no action set-resources',
    ],
    [
      'the same when it is executed',
      alice,
      'execute',
      change('cost', 'set-resources', 2, 1),
      'profile cost has no action set-resources',
    ],
    ['a bound that is lowered', proposer, 'propose', change('cost', 'set-hpa-bounds', 10, 6, 'maxReplicas'), undefined],
    ['a bound that stays', proposer, 'propose', change('cost', 'set-hpa-bounds', '512Mi', '0.5Gi'), undefined],
    [
      'a bound that is raised',
      proposer,
      'propose',
      change('cost', 'set-hpa-bounds', 6, 7, 'maxReplicas'),
      'profile cost only lowers: maxReplicas of set-hpa-bounds would change from 6 to 7',
    ],
    [
      'a bound that was zero',
      proposer,
      'propose',
      change('cost', 'set-desired-count', 0, 1),
      'profile cost only lowers: size of set-desired-count would change from 0 to 1',
    ],
    [
      'a bound that is taken away',
      alice,
      'execute',
      change('cost', 'set-hpa-bounds', 3, null),
      'profile cost only lowers: size of set-hpa-bounds would change from 3 to null',
    ],
    [
      'a bound below zero',
      alice,
      'execute',
      change('cost', 'set-desired-count', -2, -1),
      'profile cost only lowers: size of set-desired-count would change from -2 to -1',
    ],
    [
      'what has no size',
      proposer,
      'propose',
      change('cost', 'set-instance-class', 'db.r6g.xlarge', 'db.r6g.large', 'class'),
      'profile cost only lowers: class of set-instance-class would change from db.r6g.xlarge to db.r6g.large',
    ],
    [
      'what only explains',
      proposer,
      'propose',
      change('cost', 'set-task-resources', 'app:3', 'app:4', 'taskDefinition'),
      undefined,
    ],
    [
      'a role that does not decide',
      bob,
      'approve',
      change('cost', 'set-hpa-bounds', 2, 1),
      'profile cost is not decided in the role admin',
    ],
    [
      'a team that does not decide',
      { ...alice, teams: ['search'] },
      'approve',
      change('cost', 'set-hpa-bounds', 2, 1),
      'profile cost is decided by finance, checkout',
    ],
    [
      'nobody at all',
      alice,
      'approve',
      change('empty', 'set-hpa-bounds', 2, 1),
      'profile empty is not decided in the role analyst',
    ],
    [
      'somebody who only looks',
      { ...alice, role: 'viewer' },
      'read',
      change('gone', 'set-hpa-bounds', 2, 3),
      undefined,
    ],
    ['a rollback of what is not offered any more', alice, 'approve', change('cost', 'undo-rollout', 1, 2), undefined],
  ])('knows %s', (_what, who, action, planned, expected) => {
    expect(outsideProfile(profiles, who, action, planned)).toBe(expected);
  });
});

describe('whoever asks Cedar', () => {
  const layer = policyLayer({ profiles });
  const ofCost = { ...proposal(), profile: 'cost' };

  it('is told no by the profile first', () => {
    expect(denial(layer, alice, 'execute', ofCost)?.because).toBe('profile cost has no action set-resources');
    expect(denial(layer, bob, 'approve', ofCost)?.because).toBe('profile cost is not decided in the role admin');
    expect(denial(layer, alice, 'approve', ofCost)).toBeUndefined();
  });

  it('lets approval-api refuse whoever the profile does not name', () => {
    const may = (id: string) => {
      const person = layer.roster.approvers.find((one) => one.id === id);
      if (person === undefined) throw new Error(`no ${id}`);
      return permits(layer, { person, reach: ['*'], method: 'iam' })(ofCost);
    };
    expect([may('alice'), may('bob')]).toEqual([true, false]);
  });
});
