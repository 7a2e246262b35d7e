import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Policy } from '../../../../core/policy/policy.ts';
import { assignSecondaryIp } from '../../../../core/remediation/actions/assign-secondary-ip.ts';
import { unassignSecondaryIp } from '../../../../core/remediation/actions/unassign-secondary-ip.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { beyondPolicy } from '../../../../core/remediation/limits.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import type { NetworkInterface, NetworkInterfaceReader } from '../../../../core/remediation/ec2/port.ts';
import { step } from '../../../support/apply-context.ts';
import {
  failed,
  fakeInterfaces,
  holding,
  moved,
  networkInterface,
  standby,
  subnet,
} from '../../../support/interfaces.ts';

const path = `addresses.${moved}`;
const third = 'eni-0a1b2c3d4e5f60003';
const give = { networkInterface: standby, address: moved, subnet };
const move = { ...give, from: failed };
const take = { networkInterface: failed, address: moved, subnet };
const elsewhere = { subnetId: 'subnet-0a1b2c3d4e5f6ffff' };

type Case = typeof assignSecondaryIp;
const planOn = async (action: Case, parameters: unknown, ...all: NetworkInterface[]) => {
  const { ec2 } = fakeInterfaces(...all);
  return action.plan(parameters, (await action.describe(parameters, { ec2 })) ?? {});
};

describe('assign-secondary-ip', () => {
  it.each([
    ['that nobody holds', give, [networkInterface(standby), networkInterface(failed)]],
    ['that only the interface holds from which it is taken first', move, [networkInterface(standby), holding(failed)]],
    [
      'that an interface of another subnet has, too',
      give,
      [networkInterface(standby), { ...holding(third), ...elsewhere }],
    ],
  ])('plans to give an address %s', async (_what, parameters, all) =>
    expect(await planOn(assignSecondaryIp, parameters, ...all)).toEqual({
      kind: 'planned',
      touched: [{ path, before: false, after: true }],
    }),
  );

  it('says what it would do', () => expect(assignSecondaryIp.would(give)).toBe(`would assign ${moved} to ${standby}`));

  it.each([
    ['on it already', give, [holding(standby)], `${moved} is on it already`],
    [
      'held by an interface nothing takes it from',
      give,
      [networkInterface(standby), holding(failed)],
      `held by ${failed}`,
    ],
    [
      'held by a further interface than the one it is taken from',
      move,
      [networkInterface(standby), holding(failed), holding(third)],
      `held by ${third}`,
    ],
    [
      'to come to another subnet',
      give,
      [networkInterface(standby, elsewhere)],
      'the interface is in subnet-0a1b2c3d4e5f6ffff',
    ],
  ])('is impossible for an address that is %s', async (_what, parameters, all, reason) =>
    expect(await planOn(assignSecondaryIp, parameters, ...all)).toEqual({
      kind: 'impossible',
      reason: expect.stringContaining(reason),
    }),
  );
});

describe('unassign-secondary-ip', () => {
  it('plans to take the address from its only holder, and says so', async () => {
    expect(await planOn(unassignSecondaryIp, take, networkInterface(standby), holding(failed))).toEqual({
      kind: 'planned',
      touched: [{ path, before: true, after: false }],
    });
    expect(unassignSecondaryIp.would(take)).toBe(`would unassign ${moved} from ${failed}`);
  });

  const primary = networkInterface(failed, { addresses: [{ address: moved, primary: true }] });
  it.each([
    ['not on it', [networkInterface(failed)], `${moved} is not on it`],
    ['its primary one', [primary], 'primary address, which never moves'],
    ['on a second interface, too', [holding(failed), holding(standby)], `held by ${standby}`],
    ['on two more', [holding(failed), holding(standby), holding(third)], `held by ${standby} and ${third}, from which`],
    ['in another subnet', [{ ...holding(failed), ...elsewhere }], 'not in subnet-0a1b2c3d4e5f60000'],
  ])('is impossible for an address that is %s', async (_what, all, reason) =>
    expect(await planOn(unassignSecondaryIp, take, ...all)).toEqual({
      kind: 'impossible',
      reason: expect.stringContaining(reason),
    }),
  );
});

describe.each([
  { action: assignSecondaryIp, parameters: give, before: networkInterface(standby), after: true },
  { action: unassignSecondaryIp, parameters: take, before: holding(failed), after: false },
])('$action.id', ({ action, parameters, before, after }) => {
  const touched = [{ path, before: !after, after }];

  it('does not exist where there is no interface', async () =>
    expect(await action.describe(parameters, { ec2: fakeInterfaces().ec2 })).toBeUndefined());

  it.each<[string, Partial<NetworkInterfaceReader>]>([
    ['the interface', { get: async () => 'partial' }],
    ['the holders', { holders: async () => 'partial' }],
  ])('is impossible on a partial answer about %s', async (_what, reader) => {
    const ec2 = { ...fakeInterfaces(before).ec2, ...reader };
    expect(action.plan(parameters, (await action.describe(parameters, { ec2 })) ?? {})).toEqual({
      kind: 'impossible',
      reason: 'EC2 gave only a part of the answer',
    });
  });

  it.each([
    ['outside the subnet', { address: '10.20.2.75' }, '10.20.2.75 is not in 10.20.1.0/24'],
    ...[0, 1, 2, 3, 255].map((last): [string, object, string] => [
      'that AWS keeps',
      { address: `10.20.1.${last}` },
      'for itself',
    ]),
    ['that is none', { address: '10.20.1.256' }, 'an IPv4 address'],
    ['in a block with host bits', { subnet: { ...subnet, cidr: '10.20.1.64/24' } }, 'an IPv4 block'],
    ['in a block larger than a subnet can be', { subnet: { ...subnet, cidr: '10.0.0.0/8' } }, 'an IPv4 block'],
    ['in a block smaller than a subnet can be', { subnet: { ...subnet, cidr: '10.20.1.72/29' } }, 'an IPv4 block'],
    ['of an interface whose id is none', { networkInterface: 'eni-../x' }, 'eni-'],
    ['of a subnet whose id is none', { subnet: { ...subnet, id: 'subnet' } }, 'subnet-'],
  ])('takes no address %s', (_what, change, message) => {
    const parsed = action.parameters.safeParse({ ...parameters, ...change });
    expect(parsed.error?.issues.map((issue) => issue.message).join()).toContain(message);
  });

  it('says of which parameter it is', () => {
    for (const [address, message] of [
      ['10.20.2.75', '10.20.2.75 is not in 10.20.1.0/24'],
      ['10.20.0.255', '10.20.0.255 is not in 10.20.1.0/24'],
      ['10.20.1.3', 'AWS keeps 10.20.1.3 of 10.20.1.0/24 for itself'],
    ]) {
      const { error } = action.parameters.safeParse({ ...parameters, address });
      expect(error?.issues).toEqual([expect.objectContaining({ code: 'custom', path: ['address'], message })]);
    }
  });

  it.each([
    ['10.20.0.0/16', true],
    ['10.20.1.64/28', true],
    ['10.20.0.0/15', false],
    ['10.20.1.72/29', false],
  ])('takes a subnet of %s: %s', (cidr, taken) =>
    expect(action.parameters.safeParse({ ...parameters, subnet: { ...subnet, cidr } }).success).toBe(taken),
  );

  it('is impossible where only a part is known', () => {
    const known = { [path]: !after, primary: false, subnet: subnet.id, holders: after ? '' : failed };
    expect(action.plan(parameters, known).kind).toBe('planned');
    for (const unknown of [{ [path]: null }, { holders: null }]) {
      expect(action.plan(parameters, { ...known, ...unknown })).toEqual({
        kind: 'impossible',
        reason: 'EC2 gave only a part of the answer',
      });
    }
  });

  it.each(['10.20.1.4', '10.20.1.254'])('takes %s, at the edge of what AWS keeps', (address) =>
    expect(action.parameters.safeParse({ ...parameters, address }).success).toBe(true),
  );

  it('is beyond the limits until the interface is an allowed target and the address in an allowed block', () => {
    const { id, provider, undo } = action;
    const planned = { id, provider, undo, target: action.target(parameters), parameters, touched };
    const allowed = { allowedActions: [id], maxActionsPerRun: 1, maxResources: 1 };
    const targets = { allowedTargets: [{ target: 'NetworkInterface/eni-0a1b2c3d4e5f6*', team: 'checkout' }] };
    const beyond = (more: object) => beyondPolicy({ actions: [planned] }, Policy.parse({ ...allowed, ...more }));
    expect(beyond({ allowedCidrs: ['10.20.1.64/28'] })).toMatch(/is not in allowedTargets/);
    expect(beyond({ ...targets, allowedCidrs: ['10.20.1.80/28'] })).toMatch(/10\.20\.1\.75 is in none of allowedCidrs/);
    expect(beyond({ ...targets, allowedCidrs: ['10.20.1.64/28'] })).toBeUndefined();
  });

  it('makes no call when somebody did it meanwhile', async () => {
    const { ec2, state } = fakeInterfaces(after ? holding(standby) : networkInterface(failed));
    const start = structuredClone([...state]);
    await expect(action.apply(parameters, touched, { ec2 }, step)).rejects.toThrow(PreconditionFailed);
    expect([...state]).toEqual(start);
  });

  it.each([
    ['another address', [{ path: 'addresses.10.20.1.76', before: !after, after }], `expected a change of ${path} and`],
    ['a second field', [...touched, { path: 'sourceDestCheck', before: true, after: false }], 'of nothing else'],
    [
      'a field that does not change',
      [{ path, before: after, after }],
      `${path} cannot change from ${after} to ${after}`,
    ],
    ['a field that goes', [{ path, before: true, after: null }], `${path} cannot change from true to null`],
  ])('makes no call for %s', async (_what, wrong, reason) => {
    const { ec2, calls } = fakeInterfaces(before);
    const applied = action.apply(parameters, wrong, { ec2 }, step);
    await expect(applied).rejects.toThrow(PreconditionFailed);
    await expect(applied).rejects.toThrow(reason);
    expect(calls).toEqual([]);
  });

  it('calls nothing but what its statements allow, on the interface alone', () =>
    expect(
      action.permissions(parameters, { partition: 'aws', region: 'eu-central-1', account: '123456789012' }),
    ).toEqual([
      { Sid: 'Describe', Effect: 'Allow', Action: ['ec2:DescribeNetworkInterfaces'], Resource: ['*'] },
      {
        Sid: `Address${parameters.networkInterface.slice(4)}`,
        Effect: 'Allow',
        Action: ['ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
        Resource: [`arn:aws:ec2:eu-central-1:123456789012:network-interface/${parameters.networkInterface}`],
      },
    ]));

  it('undoes what it applied, whatever else is on the interfaces', async () => {
    const last = fc.integer({ min: 4, max: 254 }).filter((n) => n !== 75 && n !== 11 && n !== 12);
    const world = fc.record({
      others: fc.uniqueArray(last, { maxLength: 6 }),
      sourceDestCheck: fc.boolean(),
      neighbor: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ others, sourceDestCheck, neighbor }) => {
        const [mine, theirs] = [others.slice(0, 3), others.slice(3)].map((all) =>
          all.map((n) => ({ address: `10.20.1.${n}`, primary: false })),
        );
        const one = { ...before, sourceDestCheck, addresses: [...before.addresses, ...(mine ?? [])] };
        const other = networkInterface(third, {
          addresses: [{ address: '10.20.1.13', primary: true }, ...(theirs ?? [])],
        });
        const { ec2, state } = fakeInterfaces(one, ...(neighbor && !others.includes(13) ? [other] : []));
        const seen = () =>
          [...state.values()].map((i) => ({
            ...i,
            addresses: i.addresses.toSorted((a, b) => (a.address < b.address ? -1 : 1)),
          }));
        const start = seen();
        const plan = action.plan(parameters, (await action.describe(parameters, { ec2 })) ?? {});
        if (plan.kind === 'impossible') throw new Error(plan.reason);
        await action.apply(parameters, plan.touched, { ec2 }, step);
        expect(seen()).not.toEqual(start);
        await action.apply(parameters, reversed(plan.touched), { ec2 }, step);
        expect(seen()).toEqual(start);
      }),
    );
  });
});
