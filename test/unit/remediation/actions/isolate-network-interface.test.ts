import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionPolicy } from '../../../../core/aws/session-policy.ts';
import { Policy } from '../../../../core/policy/policy.ts';
import { isolateNetworkInterface as action } from '../../../../core/remediation/actions/isolate-network-interface.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { beyondPolicy } from '../../../../core/remediation/limits.ts';
import { changesNothing, compare, drifted, reversed } from '../../../../core/remediation/observe.ts';
import { assessRisk } from '../../../../core/remediation/risk.ts';
import { step } from '../../../support/apply-context.ts';
import { failed, fakeInterfaces, networkInterface, ownGroups, quarantineGroup } from '../../../support/interfaces.ts';

const parameters = { networkInterface: failed, quarantineGroup };
const path = 'securityGroups';
const touched = [{ path, before: ownGroups.join(','), after: quarantineGroup }];
const having = (...securityGroups: string[]) => fakeInterfaces(networkInterface(failed, { securityGroups }));
const planOn = async ({ ec2 }: ReturnType<typeof having>) =>
  action.plan(parameters, (await action.describe(parameters, { ec2 })) ?? {});
const groupId = fc.nat(0xff_ffff).map((n) => `sg-${n.toString(16).padStart(8, '0')}`);

describe('isolate-network-interface', () => {
  it('binds all groups that were read, and the quarantine group alone', async () =>
    expect(await planOn(having(...ownGroups))).toEqual({ kind: 'planned', touched }));

  it('is planned as no change where it has this group alone, and as one where it has it among others', async () => {
    const alone = await planOn(having(quarantineGroup));
    expect(alone.kind === 'planned' && changesNothing(action, alone.touched)).toBe(true);
    const among = await planOn(having('sg-0a1b2c3d4e5f60001', quarantineGroup));
    expect(among).toMatchObject({ touched: [{ before: `sg-0a1b2c3d4e5f60001,${quarantineGroup}` }] });
  });

  it.each([
    ['on a partial answer', 'partial' as const, 'EC2 gave only a part of the answer'],
    [
      'where EC2 names no groups',
      networkInterface(failed, { securityGroups: undefined }),
      'EC2 gave only a part of the answer',
    ],
    [
      'where it has none',
      networkInterface(failed, { securityGroups: [] }),
      'it has no security groups that could be put back',
    ],
  ])('is impossible %s', async (_when, found, reason) => {
    const ec2 = { ...fakeInterfaces().ec2, get: async () => found };
    expect(await planOn({ ...having(), ec2 })).toEqual({ kind: 'impossible', reason });
  });

  it('does not exist without the interface', async () =>
    expect(await action.describe(parameters, { ec2: fakeInterfaces().ec2 })).toBeUndefined());

  it('compares groups as a set', () => {
    const [first = '', second = ''] = ownGroups;
    const state = { [path]: `${second},${first}` };
    expect(drifted(action, touched, state)).toEqual([]);
    expect(compare(action, touched, state)).toBe('unchanged');
    expect(compare(action, touched, { [path]: first })).toBe('neither');
    expect(compare(action, touched, {})).toBe('neither');
    expect(action.same(path, null, null)).toBe(true);
  });

  it('undoes what it applied: every group comes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(groupId, { minLength: 1, maxLength: 16 }), async (own) => {
        const fake = having(...own.toSorted());
        const start = structuredClone([...fake.state]);
        const plan = await planOn(fake);
        if (plan.kind === 'impossible') throw new Error(plan.reason);
        await action.apply(parameters, plan.touched, fake, step);
        expect(fake.state.get(failed)?.securityGroups).toEqual([quarantineGroup]);
        await action.apply(parameters, reversed(plan.touched), fake, step);
        expect([...fake.state]).toEqual(start);
        expect(fake.calls).toHaveLength(2);
      }),
    );
  });

  it.each([
    ['another field', [{ path: 'sourceDestCheck', before: true, after: false }], `expected a change of ${path}`],
    ['no change', [{ path, before: quarantineGroup, after: quarantineGroup }], 'cannot change from'],
    ['another group', [{ path, before: ownGroups.join(','), after: 'sg-0a1b2c3d' }], 'cannot change from'],
    [
      'groups that go',
      [{ path, before: quarantineGroup, after: null }],
      `cannot change from ${quarantineGroup} to null`,
    ],
    ['what is no group', [{ path, before: quarantineGroup, after: 'sg-*' }], 'cannot change from'],
  ])('makes no call for %s', async (_what, wrong, reason) => {
    const fake = having(...ownGroups);
    const applied = action.apply(parameters, wrong, fake, step);
    await expect(applied).rejects.toThrow(PreconditionFailed);
    await expect(applied).rejects.toThrow(reason);
    expect(fake.calls).toEqual([]);
  });

  it.each([
    ['isolated it', [quarantineGroup]],
    ['gave it one more group', [...ownGroups, 'sg-0a1b2c3d']],
  ])('changes nothing when somebody %s meanwhile', async (_what, groups) => {
    const { ec2, state } = having(...groups);
    await expect(action.apply(parameters, touched, { ec2 }, step)).rejects.toThrow(PreconditionFailed);
    expect(state.get(failed)?.securityGroups).toEqual(groups);
  });

  it('is high risk, and says that nothing reaches the interface', () => {
    const { id, undo } = action;
    expect(assessRisk([{ id, undo, target: action.target(parameters), touched }])).toEqual({
      level: 'high',
      factors: [
        'nothing reaches the interface any more',
        `${path} is switched from ${ownGroups.join(',')} to ${quarantineGroup}`,
        '1 resource is changed',
      ],
    });
  });

  it('is beyond the limits until the group is a quarantine group and the interface an allowed target', () => {
    const { id, provider, undo } = action;
    const planned = { id, provider, undo, target: action.target(parameters), parameters, touched };
    const allowed = { allowedActions: [id], maxActionsPerRun: 1, maxResources: 1 };
    const targets = { allowedTargets: [{ target: `NetworkInterface/${failed}`, team: 'checkout' }] };
    const beyond = (more: object) => beyondPolicy({ actions: [planned] }, Policy.parse({ ...allowed, ...more }));
    expect(beyond({ quarantineGroups: [quarantineGroup] })).toMatch(/is not in allowedTargets/);
    expect(beyond(targets)).toBe(`${quarantineGroup} is not in quarantineGroups`);
    expect(beyond({ ...targets, quarantineGroups: ownGroups })).toBe(`${quarantineGroup} is not in quarantineGroups`);
    expect(beyond({ ...targets, quarantineGroups: [quarantineGroup] })).toBeUndefined();
    expect(Policy.safeParse({ quarantineGroups: ['sg-*'] }).success).toBe(false);
  });

  const place = { partition: 'aws-cn', region: 'cn-north-1', account: '123456789012' };
  const arn = 'arn:aws-cn:ec2:cn-north-1:123456789012';

  it('may give this interface the groups of the plan and no others, and set no attribute that IAM can tell', () =>
    expect(action.permissions(parameters, place, touched)).toEqual([
      { Sid: 'Describe', Effect: 'Allow', Action: ['ec2:DescribeNetworkInterfaces'], Resource: ['*'] },
      {
        Sid: 'Groups0a1b2c3d4e5f60001',
        Effect: 'Allow',
        Action: ['ec2:ModifyNetworkInterfaceAttribute'],
        Resource: [
          `${arn}:network-interface/${failed}`,
          ...[...ownGroups, quarantineGroup].map((id) => `${arn}:security-group/${id}`),
        ],
        Condition: {
          Null: {
            'ec2:Attribute/AssociatePublicIpAddress': 'true',
            'ec2:Attribute/Description': 'true',
            'ec2:Attribute/EnablePrimaryIpv6': 'true',
            'ec2:Attribute/SourceDestCheck': 'true',
          },
        },
      },
    ]));

  it('may give it no group without a plan, nor any that a plan does not name as one', () => {
    for (const wrong of [[], [{ path, before: 'sg-*', after: '*' }]]) {
      expect(action.permissions(parameters, place, wrong)).toMatchObject([
        {},
        { Resource: [`${arn}:network-interface/${failed}`] },
      ]);
    }
  });

  it('fits in a session policy with as many groups as an interface can have', () => {
    const many = Array.from({ length: 16 }, (_, n) => `sg-0a1b2c3d4e5f6${String(n).padStart(4, '0')}`);
    const change = [{ path, before: many.join(','), after: quarantineGroup }];
    expect(JSON.parse(sessionPolicy(action.permissions(parameters, place, change)))).toBeDefined();
  });
});
