import {
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { networkInterfaceWriter } from '../../../core/aws/network-interfaces.ts';
import { assignSecondaryIp } from '../../../core/remediation/actions/assign-secondary-ip.ts';
import { ensureForwardingEnabled } from '../../../core/remediation/actions/ensure-forwarding-enabled.ts';
import { unassignSecondaryIp } from '../../../core/remediation/actions/unassign-secondary-ip.ts';
import { reversed } from '../../../core/remediation/observe.ts';
import { step } from '../../support/apply-context.ts';
import {
  failed,
  fakeInterfaces,
  networkInterface,
  ownGroups,
  quarantineGroup,
  standby,
  subnet,
} from '../../support/interfaces.ts';
import { describeOnMoto } from './describe-moto.ts';
import type { Emulator } from './moto.ts';
import { type Made, networkInterfacesContract } from './network-interfaces.contract.ts';

const [one, two] = [
  { id: failed, primary: '10.20.1.11' },
  { id: standby, primary: '10.20.1.12' },
];
const elsewhere = { id: 'eni-0a1b2c3d4e5f60003', subnetId: 'subnet-0a1b2c3d4e5f6ffff' };

describe('the interfaces of the embedded stack', () => {
  networkInterfacesContract(async () => ({
    port: fakeInterfaces(
      networkInterface(failed),
      networkInterface(standby),
      networkInterface(elsewhere.id, {
        subnetId: elsewhere.subnetId,
        addresses: [{ address: '10.20.2.13', primary: true }],
      }),
    ).ec2,
    subnetId: subnet.id,
    one,
    two,
    elsewhere,
    groups: { own: ownGroups, quarantine: quarantineGroup },
  }));
});

const made = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the emulator made nothing');
  return value;
};

const newInterfaces = async ({ config }: Emulator): Promise<Made> => {
  // The emulator builds all of EC2 when it is first asked, which takes seconds on a busy machine.
  const requestHandler = { ...config.requestHandler, requestTimeout: 25_000 };
  const client = new EC2Client({ ...config, requestHandler });
  const vpc = await client.send(new CreateVpcCommand({ CidrBlock: '10.20.0.0/16' }));
  const subnetOf = async (CidrBlock: string): Promise<string> => {
    const { Subnet } = await client.send(new CreateSubnetCommand({ VpcId: made(vpc.Vpc?.VpcId), CidrBlock }));
    return made(Subnet?.SubnetId);
  };
  const group = async (GroupName: string): Promise<string> => {
    const command = new CreateSecurityGroupCommand({ GroupName, Description: GroupName, VpcId: made(vpc.Vpc?.VpcId) });
    const { GroupId } = await client.send(command);
    return made(GroupId);
  };
  const own = [await group('gateway'), await group('probes')].toSorted();
  const interfaceIn = async (SubnetId: string, primary: string) => {
    const command = new CreateNetworkInterfaceCommand({ SubnetId, PrivateIpAddress: primary, Groups: own });
    const { NetworkInterface } = await client.send(command);
    return { id: made(NetworkInterface?.NetworkInterfaceId), primary };
  };
  const [subnetId, otherId] = [await subnetOf('10.20.1.0/24'), await subnetOf('10.20.2.0/24')];
  return {
    port: networkInterfaceWriter(client),
    subnetId,
    one: await interfaceIn(subnetId, one?.primary ?? ''),
    two: await interfaceIn(subnetId, two?.primary ?? ''),
    elsewhere: { ...(await interfaceIn(otherId, '10.20.2.13')), subnetId: otherId },
    groups: { own, quarantine: await group('quarantine') },
  };
};

describeOnMoto('network interfaces of EC2', (moto) => {
  networkInterfacesContract(() => newInterfaces(moto()));

  it('come back to exactly what they were when a failover is undone, last step first', async () => {
    const { port: ec2, subnetId, one: from, two: to } = await newInterfaces(moto());
    const address = '10.20.1.75';
    await ec2.assign(from.id, address);
    const seen = async () => [await ec2.get(from.id), await ec2.get(to.id)];
    const start = await seen();

    const where = { address, subnet: { id: subnetId, cidr: '10.20.1.0/24' } };
    const steps = [
      { action: unassignSecondaryIp, parameters: { networkInterface: from.id, ...where } },
      { action: assignSecondaryIp, parameters: { networkInterface: to.id, ...where, from: from.id } },
      { action: ensureForwardingEnabled, parameters: { networkInterface: to.id } },
    ];
    const planned = await Promise.all(
      steps.map(async ({ action, parameters }) => {
        const plan = action.plan(parameters, (await action.describe(parameters, { ec2 })) ?? {});
        if (plan.kind === 'impossible') throw new Error(plan.reason);
        return { action, parameters, touched: plan.touched };
      }),
    );
    // Planning only describes.
    expect(await seen()).toEqual(start);
    for (const { action, parameters, touched } of planned) await action.apply(parameters, touched, { ec2 }, step);
    expect(await ec2.holders(subnetId, address)).toEqual([to.id]);
    expect(await ec2.get(to.id)).toMatchObject({ sourceDestCheck: false });
    for (const { action, parameters, touched } of planned.toReversed()) {
      await action.apply(parameters, reversed(touched), { ec2 }, step);
    }
    expect(await seen()).toEqual(start);
  });
});
