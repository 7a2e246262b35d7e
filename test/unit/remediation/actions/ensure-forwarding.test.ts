import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ensureForwardingDisabled } from '../../../../core/remediation/actions/ensure-forwarding-disabled.ts';
import { ensureForwardingEnabled } from '../../../../core/remediation/actions/ensure-forwarding-enabled.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { changesNothing, reversed } from '../../../../core/remediation/observe.ts';
import { assessRisk } from '../../../../core/remediation/risk.ts';
import { step } from '../../../support/apply-context.ts';
import { fakeInterfaces, networkInterface, standby } from '../../../support/interfaces.ts';

const parameters = { networkInterface: standby };
const path = 'sourceDestCheck';

describe.each([
  { action: ensureForwardingEnabled, after: false },
  { action: ensureForwardingDisabled, after: true },
])('$action.id', ({ action, after }) => {
  const planOn = async (sourceDestCheck: boolean) => {
    const { ec2 } = fakeInterfaces(networkInterface(standby, { sourceDestCheck }));
    return action.plan(parameters, (await action.describe(parameters, { ec2 })) ?? {});
  };
  const touched = [{ path, before: !after, after }];

  it('binds the value that was read, and the wanted one', async () =>
    expect(await planOn(!after)).toEqual({ kind: 'planned', touched }));

  it('is planned as no change where it is so already, without weight', async () => {
    const plan = await planOn(after);
    expect(plan).toEqual({ kind: 'planned', touched: [{ path, before: after, after }] });
    if (plan.kind === 'planned') {
      expect(changesNothing(action, plan.touched)).toBe(true);
      expect(
        assessRisk([{ id: action.id, target: action.target(parameters), undo: action.undo, touched: plan.touched }]),
      ).toEqual({
        level: 'low',
        factors: ['0 resources are changed'],
      });
    }
  });

  it('is impossible on a partial answer, and does not exist without the interface', async () => {
    const ec2 = { ...fakeInterfaces().ec2, get: async () => 'partial' as const };
    expect(await action.describe(parameters, { ec2 })).toStrictEqual({});
    expect(action.plan(parameters, {})).toEqual({
      kind: 'impossible',
      reason: 'EC2 gave only a part of the answer',
    });
    expect(await action.describe(parameters, { ec2: fakeInterfaces().ec2 })).toBeUndefined();
  });

  it('names the prior value in the journal', () => {
    expect(action.journalName?.(path)).toBe('priorSourceDestCheck');
    expect(action.journalName?.('other')).toBeUndefined();
  });

  it.each([
    ['another field', [{ path: 'description', before: !after, after }], `expected a change of ${path}`],
    ['no change', [{ path, before: after, after }], `${path} cannot change from ${after} to ${after}`],
    ['a check that goes', [{ path, before: true, after: null }], `${path} cannot change from true to null`],
  ])('makes no call for %s', async (_what, wrong, reason) => {
    const { ec2, calls } = fakeInterfaces(networkInterface(standby, { sourceDestCheck: !after }));
    const applied = action.apply(parameters, wrong, { ec2 }, step);
    await expect(applied).rejects.toThrow(PreconditionFailed);
    await expect(applied).rejects.toThrow(reason);
    expect(calls).toEqual([]);
  });

  it('changes nothing when somebody did it meanwhile', async () => {
    const { ec2 } = fakeInterfaces(networkInterface(standby, { sourceDestCheck: after }));
    await expect(action.apply(parameters, touched, { ec2 }, step)).rejects.toThrow(PreconditionFailed);
  });

  it('undoes what it applied, and nothing that was so before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.nat(200), async (sourceDestCheck, n) => {
        const addresses = [{ address: `10.20.1.${n + 10}`, primary: true }];
        const { ec2, state, calls } = fakeInterfaces(networkInterface(standby, { sourceDestCheck, addresses }));
        const start = structuredClone([...state]);
        const plan = action.plan(parameters, (await action.describe(parameters, { ec2 })) ?? {});
        if (plan.kind === 'impossible') throw new Error(plan.reason);
        if (changesNothing(action, plan.touched)) {
          expect(sourceDestCheck).toBe(after);
          return;
        }
        await action.apply(parameters, plan.touched, { ec2 }, step);
        expect(state.get(standby)?.sourceDestCheck).toBe(after);
        await action.apply(parameters, reversed(plan.touched), { ec2 }, step);
        expect([...state]).toEqual(start);
        expect(calls).toHaveLength(2);
      }),
    );
  });

  it('may set this attribute of this interface, both ways, and nothing else', () =>
    expect(
      action.permissions(parameters, { partition: 'aws-cn', region: 'cn-north-1', account: '123456789012' }),
    ).toEqual([
      { Sid: 'Describe', Effect: 'Allow', Action: ['ec2:DescribeNetworkInterfaces'], Resource: ['*'] },
      {
        Sid: 'Forwarding0a1b2c3d4e5f60002',
        Effect: 'Allow',
        Action: ['ec2:ModifyNetworkInterfaceAttribute'],
        Resource: [`arn:aws-cn:ec2:cn-north-1:123456789012:network-interface/${standby}`],
        Condition: { StringEquals: { 'ec2:Attribute/SourceDestCheck': ['true', 'false'] } },
      },
    ]));
});
