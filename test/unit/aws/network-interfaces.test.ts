import {
  AssignPrivateIpAddressesCommand,
  DescribeNetworkInterfacesCommand,
  EC2Client,
  EC2ServiceException,
  ModifyNetworkInterfaceAttributeCommand,
  UnassignPrivateIpAddressesCommand,
} from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, it } from 'vitest';
import { networkInterfaceReader, networkInterfaceWriter } from '../../../core/aws/network-interfaces.ts';
import { failed, moved, ownGroups, quarantineGroup, standby, subnet } from '../../support/interfaces.ts';
import { sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const ec2 = mockedClient(EC2Client);
const client = new EC2Client({ region: 'eu-central-1' });
const reader = networkInterfaceReader(client);
const writer = networkInterfaceWriter(client);
beforeEach(() => ec2.reset());

const described = (id: string, ...secondary: string[]) => ({
  NetworkInterfaceId: id,
  SubnetId: subnet.id,
  SourceDestCheck: true,
  // In the order in which EC2 gives them, which is none.
  Groups: ownGroups.toReversed().map((GroupId) => ({ GroupId, GroupName: 'x' })),
  PrivateIpAddresses: [
    { PrivateIpAddress: '10.20.1.12', Primary: true },
    ...secondary.map((PrivateIpAddress) => ({ PrivateIpAddress, Primary: false })),
  ],
});
const byId = (id: string) => ({ Filters: [{ Name: 'network-interface-id', Values: [id] }], MaxResults: 1000 });
const bySubnet = { Filters: [{ Name: 'subnet-id', Values: [subnet.id] }], MaxResults: 1000 };
const failure = (name: string, $fault: 'client' | 'server', httpStatusCode = 400) =>
  new EC2ServiceException({ name, $fault, message: 'secret', $metadata: { httpStatusCode } });

describe('an interface from EC2', () => {
  it('is asked for by its id', async () => {
    ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [described(standby, moved)] });
    expect(await reader.get(standby)).toEqual({
      id: standby,
      subnetId: subnet.id,
      sourceDestCheck: true,
      securityGroups: ownGroups,
      addresses: [
        { address: '10.20.1.12', primary: true },
        { address: moved, primary: false },
      ],
    });
    expect(sent(ec2, DescribeNetworkInterfacesCommand)).toEqual([byId(standby)]);
  });

  it('that does not exist is none', async () => {
    ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [] });
    expect(await reader.get(standby)).toBeUndefined();
  });

  const whole = described(standby);
  it.each([
    ['without a list', {}],
    ['of another interface', { NetworkInterfaces: [described(failed)] }],
    ['of two interfaces', { NetworkInterfaces: [whole, described(failed)] }],
    ['without the check', { NetworkInterfaces: [{ ...whole, SourceDestCheck: undefined }] }],
    ['with a group without an id', { NetworkInterfaces: [{ ...whole, Groups: [{ GroupName: 'x' }] }] }],
    ['without a subnet', { NetworkInterfaces: [{ ...whole, SubnetId: undefined }] }],
    ['without addresses', { NetworkInterfaces: [{ ...whole, PrivateIpAddresses: undefined }] }],
    ['without a primary address', { NetworkInterfaces: [{ ...whole, PrivateIpAddresses: [] }] }],
    [
      'with two primary addresses',
      {
        NetworkInterfaces: [
          { ...whole, PrivateIpAddresses: [whole.PrivateIpAddresses, whole.PrivateIpAddresses].flat() },
        ],
      },
    ],
  ])('is a partial answer %s', async (_what, answer) => {
    ec2.on(DescribeNetworkInterfacesCommand).callsFake(() => answer);
    expect(await reader.get(standby)).toBe('partial');
  });
});

it('an interface of which EC2 names no groups is known but for them', async () => {
  ec2
    .on(DescribeNetworkInterfacesCommand)
    .resolves({ NetworkInterfaces: [{ ...described(standby), Groups: undefined }] });
  expect(await reader.get(standby)).toMatchObject({ id: standby, securityGroups: undefined });
});

describe('the holders of an address', () => {
  it('are all interfaces of the subnet that have it, on whatever page', async () => {
    ec2
      .on(DescribeNetworkInterfacesCommand)
      .resolvesOnce({ NetworkInterfaces: [described(failed, moved)], NextToken: 'more' })
      .resolvesOnce({
        NetworkInterfaces: [described('eni-0a1b2c3d4e5f60003', '10.20.1.76'), described(standby, moved)],
      });
    expect(await reader.holders(subnet.id, moved)).toEqual([failed, standby]);
    expect(sent(ec2, DescribeNetworkInterfacesCommand)).toEqual([bySubnet, { ...bySubnet, NextToken: 'more' }]);
  });

  it('are not known after five pages', async () => {
    ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [], NextToken: 'more' });
    expect(await reader.holders(subnet.id, moved)).toBe('partial');
    expect(sent(ec2, DescribeNetworkInterfacesCommand)).toHaveLength(5);
  });

  it('are not known when one interface is not wholly described', async () => {
    const broken = { ...described(standby), PrivateIpAddresses: [{ PrivateIpAddress: moved }] };
    ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [described(failed, moved), broken] });
    expect(await reader.holders(subnet.id, moved)).toBe('partial');
  });
});

it.each([
  ['UnauthorizedOperation', 'client', 'NotPermitted'],
  ['RequestLimitExceeded', 'client', 'ServiceUnavailable'],
  ['InternalError', 'server', 'ServiceUnavailable'],
  ['InvalidParameterValue', 'client', 'ServiceRefused'],
] as const)('reading translates %s', async (name, fault, translated) => {
  ec2.on(DescribeNetworkInterfacesCommand).rejects(failure(name, fault));
  await expect(reader.get(standby)).rejects.toMatchObject({ name: translated });
  await expect(reader.holders(subnet.id, moved)).rejects.toMatchObject({ name: translated });
});

const live = (one: object, others: object[] = []) =>
  ec2
    .on(DescribeNetworkInterfacesCommand, byId(standby))
    .callsFake(() => ({ NetworkInterfaces: [one] }))
    .on(DescribeNetworkInterfacesCommand, bySubnet)
    .callsFake(() => ({ NetworkInterfaces: [one, ...others] }));

const groups = described(standby).Groups;
const calls = [
  {
    what: 'assign',
    Command: AssignPrivateIpAddressesCommand,
    before: described(standby),
    run: () => writer.assign(standby, moved),
    input: { NetworkInterfaceId: standby, PrivateIpAddresses: [moved], AllowReassignment: false },
    refused: [
      ['it is on the interface', described(standby, moved), []],
      ['another one holds it', described(standby), [described(failed, moved)]],
      ['another one is not wholly described', described(standby), [{ NetworkInterfaceId: failed }]],
    ],
  },
  {
    what: 'unassign',
    Command: UnassignPrivateIpAddressesCommand,
    before: described(standby, moved),
    run: () => writer.unassign(standby, moved),
    input: { NetworkInterfaceId: standby, PrivateIpAddresses: [moved] },
    refused: [
      ['it is not on the interface', described(standby), []],
      [
        'it is primary',
        { ...described(standby), PrivateIpAddresses: [{ PrivateIpAddress: moved, Primary: true }] },
        [],
      ],
    ],
  },
  {
    what: 'setSourceDestCheck',
    Command: ModifyNetworkInterfaceAttributeCommand,
    before: described(standby),
    run: () => writer.setSourceDestCheck(standby, false),
    input: { NetworkInterfaceId: standby, SourceDestCheck: { Value: false } },
    refused: [['it is so already', { ...described(standby), SourceDestCheck: false }, []]],
  },
  {
    what: 'setSecurityGroups',
    Command: ModifyNetworkInterfaceAttributeCommand,
    before: described(standby),
    run: () => writer.setSecurityGroups(standby, ownGroups, [quarantineGroup]),
    input: { NetworkInterfaceId: standby, Groups: [quarantineGroup] },
    refused: [
      ['it is so already', { ...described(standby), Groups: [{ GroupId: quarantineGroup }] }, []],
      ['one more group was added', { ...described(standby), Groups: [...groups, { GroupId: 'sg-0a1b2c3d' }] }, []],
      ['one was taken away', { ...described(standby), Groups: groups.slice(1) }, []],
      ['EC2 names no groups', { ...described(standby), Groups: undefined }, []],
    ],
  },
] as const;

it('several groups are put back in one call, whatever their order', async () => {
  live({ ...described(standby), Groups: [{ GroupId: quarantineGroup }] });
  ec2.on(ModifyNetworkInterfaceAttributeCommand).resolves({});
  await writer.setSecurityGroups(standby, [quarantineGroup], ownGroups.toReversed());
  expect(sent(ec2, ModifyNetworkInterfaceAttributeCommand)).toEqual([
    { NetworkInterfaceId: standby, Groups: ownGroups },
  ]);
});

it('the same groups are not set again', async () => {
  live(described(standby));
  await expect(writer.setSecurityGroups(standby, ownGroups, ownGroups.toReversed())).rejects.toMatchObject({
    name: 'PreconditionFailed',
  });
  expect(sent(ec2, ModifyNetworkInterfaceAttributeCommand)).toEqual([]);
});

describe.each(calls)('$what', ({ Command, before, run, input, refused }) => {
  it('is one call, after a look', async () => {
    live(before);
    ec2.on(Command).resolves({});
    await run();
    expect(sent(ec2, Command)).toEqual([input]);
    expect(ec2.calls().at(-1)?.args[0].input).toEqual(input);
  });

  it.each<readonly [string, object, readonly object[]]>([...refused])(
    'is not called when %s',
    async (_when, one, others) => {
      live(one, [...others]);
      await expect(run()).rejects.toMatchObject({ name: 'PreconditionFailed' });
      expect(sent(ec2, Command)).toEqual([]);
    },
  );

  it.each([
    [
      'does not exist',
      () => ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [] }),
      'PreconditionFailed',
    ],
    [
      'cannot be read',
      () => ec2.on(DescribeNetworkInterfacesCommand).rejects(new Error('timeout')),
      'PreconditionFailed',
    ],
    [
      'may not be read',
      () => ec2.on(DescribeNetworkInterfacesCommand).rejects(failure('UnauthorizedOperation', 'client')),
      'NotPermitted',
    ],
  ])('is not called when the interface %s', async (_when, prepare, name) => {
    prepare();
    await expect(run()).rejects.toMatchObject({ name });
    expect(sent(ec2, Command)).toEqual([]);
  });

  it.each([
    ['UnauthorizedOperation', 'client', 'NotPermitted'],
    ['InvalidParameterValue', 'client', 'PreconditionFailed'],
    ['PrivateIpAddressLimitExceeded', 'client', 'PreconditionFailed'],
    ['RequestLimitExceeded', 'client', 'ProviderUnavailable'],
    ['Unavailable', 'server', 'ProviderUnavailable'],
    // EC2 models no errors: the SDK takes whatever it answers for a fault of the client.
    ['InternalError', 'client', 'ProviderUnavailable', 500],
  ] as const)('translates %s and is not repeated', async (name, fault, translated, status?: number) => {
    live(before);
    ec2.on(Command).rejects(failure(name, fault, status));
    const error: unknown = await run().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: translated, message: expect.not.stringContaining('secret') });
    expect(sent(ec2, Command)).toHaveLength(1);
  });

  it('has an unknown outcome when the line is cut', async () => {
    live(before);
    ec2.on(Command).rejects(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    await expect(run()).rejects.toMatchObject({ name: 'ProviderUnavailable' });
  });
});
