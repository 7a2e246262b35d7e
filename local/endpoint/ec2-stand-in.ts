import {
  AssignPrivateIpAddressesCommand,
  CreateNetworkInterfaceCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeNetworkInterfacesCommand,
  type EC2Client,
  ModifyNetworkInterfaceAttributeCommand,
} from '@aws-sdk/client-ec2';
import { awsReaders, type ProvidersConfig } from '../../core/aws/providers.ts';
import { portOf } from '../../core/remediation/provider.ts';
import type {
  NetworkInterface,
  NetworkInterfaceReader,
  NetworkInterfaceWriter,
} from '../../core/remediation/ec2/port.ts';
import type { GatewayTrouble } from '../scenarios/scenario.ts';
import { sampleGateway } from '../scenarios/world.ts';
import type { World } from '../workload/world.ts';
import type { StandIn } from './stand-in.ts';

/** The blocks around the addresses of the sample. */
const blocks = { vpc: '10.20.0.0/16', subnet: '10.20.1.0/24' } as const;
/** EC2 gives ids of its own; by this tag an interface says which one of the sample it stands for. */
const tag = 'sovereign-ops-stands-for';

const shown = async (reader: NetworkInterfaceReader, id: string): Promise<NetworkInterface> => {
  const found = await reader.get(id);
  if (found === undefined || found === 'partial') throw new Error(`interface ${id}: expected it, found ${found}`);
  return found;
};

const secondary = ({ addresses }: NetworkInterface): string[] =>
  addresses.filter(({ primary }) => !primary).map(({ address }) => address);

const created = (what: string, id: string | undefined): string => {
  if (id === undefined) throw new Error(`ec2 ${what}: the answer holds no id`);
  return id;
};

const createSubnet = async (client: EC2Client): Promise<string> => {
  const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: blocks.vpc }));
  const { Subnet } = await client.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: blocks.subnet }));
  return created('CreateSubnet', Subnet?.SubnetId);
};

/** A new interface in the subnet with the addresses and the check of a simulated one. */
const createInterface = async (client: EC2Client, subnetId: string, sample: NetworkInterface): Promise<string> => {
  const { NetworkInterface } = await client.send(
    new CreateNetworkInterfaceCommand({
      SubnetId: subnetId,
      PrivateIpAddress: sample.addresses.find(({ primary }) => primary)?.address,
      TagSpecifications: [{ ResourceType: 'network-interface', Tags: [{ Key: tag, Value: sample.id }] }],
    }),
  );
  const id = created('CreateNetworkInterface', NetworkInterface?.NetworkInterfaceId);
  const PrivateIpAddresses = secondary(sample);
  if (PrivateIpAddresses.length > 0) {
    await client.send(new AssignPrivateIpAddressesCommand({ NetworkInterfaceId: id, PrivateIpAddresses }));
  }
  if (!sample.sourceDestCheck) {
    const check = { NetworkInterfaceId: id, SourceDestCheck: { Value: false } };
    await client.send(new ModifyNetworkInterfaceAttributeCommand(check));
  }
  return id;
};

/** Two interfaces at the endpoint that stand for the two of a simulated gateway. */
export const ec2StandIn = (client: EC2Client, access: ProvidersConfig, trouble: GatewayTrouble): StandIn => {
  const sample = trouble.at ?? sampleGateway;
  let real: GatewayTrouble['at'];
  const place = () => {
    if (real === undefined) throw new Error('the interfaces of the gateway are neither created nor found yet');
    return real;
  };
  const simulated = (world: World): NetworkInterfaceWriter => portOf(world.writers, 'ec2');
  const tagged = async (name: string) => {
    const Filters = [{ Name: `tag:${tag}`, Values: [name] }];
    const { NetworkInterfaces = [] } = await client.send(new DescribeNetworkInterfacesCommand({ Filters }));
    return NetworkInterfaces;
  };

  return {
    seed: async (world) => {
      const subnetId = await createSubnet(client);
      const make = async (id: string) => createInterface(client, subnetId, await shown(simulated(world), id));
      real = { subnetId, failed: await make(sample.failed), standby: await make(sample.standby) };
      return [`interfaces ${real.failed} (to fail) and ${real.standby} (standby) in subnet ${subnetId}`];
    },
    find: async () => {
      const [[failed, ...more], [standby, ...others]] = [await tagged(sample.failed), await tagged(sample.standby)];
      const [a, b, subnetId] = [failed?.NetworkInterfaceId, standby?.NetworkInterfaceId, failed?.SubnetId];
      const unique = more.length === 0 && others.length === 0;
      if (!unique || a === undefined || b === undefined || subnetId === undefined) {
        return [`single pair of interfaces tagged ${tag}=${sample.failed} and ${tag}=${sample.standby}`];
      }
      real = { subnetId, failed: a, standby: b };
      return [];
    },
    found: () => {
      const at = place();
      const names = (['subnetId', 'failed', 'standby'] as const).map((name) => [sample[name], at[name]] as const);
      return { trouble: { ...trouble, at }, names: new Map(names) };
    },
    mirror: async (world) => {
      const reader = portOf(await awsReaders(access)('ec2'), 'ec2');
      const model = simulated(world);
      const ids = [place().failed, place().standby];
      const pairs = await Promise.all(
        ids.map(async (id) => ({ id, old: await shown(model, id), now: await shown(reader, id) })),
      );
      // An address is free before it is given to another interface.
      for (const { id, old, now } of pairs) {
        for (const address of secondary(old)) if (!secondary(now).includes(address)) await model.unassign(id, address);
      }
      for (const { id, old, now } of pairs) {
        for (const address of secondary(now)) if (!secondary(old).includes(address)) await model.assign(id, address);
        if (old.sourceDestCheck !== now.sourceDestCheck) await model.setSourceDestCheck(id, now.sourceDestCheck);
        const [from = [], to = []] = [old.securityGroups, now.securityGroups];
        if (from.join() !== to.join()) await model.setSecurityGroups(id, from, to);
      }
    },
    read: async () => {
      const NetworkInterfaceIds = [place().failed, place().standby];
      const command = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds });
      const { NetworkInterfaces = [] } = await client.send(command);
      const fields = NetworkInterfaces.flatMap(
        ({ NetworkInterfaceId: id, PrivateIpAddresses = [], SourceDestCheck, Groups = [] }) => [
          [`${id} addresses`, PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress).join(' ')] as const,
          [`${id} sourceDestCheck`, SourceDestCheck ?? null] as const,
          [`${id} securityGroups`, Groups.map(({ GroupId }) => GroupId).join(' ')] as const,
        ],
      );
      return Object.fromEntries(fields);
    },
  };
};
