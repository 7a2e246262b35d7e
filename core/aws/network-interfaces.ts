import {
  AssignPrivateIpAddressesCommand,
  DescribeNetworkInterfacesCommand,
  type DescribeNetworkInterfacesCommandInput,
  EC2Client,
  ModifyNetworkInterfaceAttributeCommand,
  UnassignPrivateIpAddressesCommand,
} from '@aws-sdk/client-ec2';
import * as z from 'zod';
import { NotPermitted, PreconditionFailed } from '../remediation/errors.ts';
import type {
  NetworkInterface,
  NetworkInterfaceReader,
  NetworkInterfaceWriter,
  PartialAnswer,
} from '../remediation/ec2/port.ts';
import { changing } from './changing.ts';
import type { ClientConfig } from './client-config.ts';
import { calling } from './errors.ts';

type Client = Pick<EC2Client, 'send'>;

/** What DescribeNetworkInterfaces gives at most in a page, and enough pages for a subnet of /20. */
const pageSize = 1000;
const maxPages = 5;

const onePrimary = (addresses: readonly { Primary: boolean }[]): boolean =>
  addresses.filter(({ Primary }) => Primary).length === 1;

/** An interface without one of these is a partial answer, whatever the reason. */
const Described = z
  .object({
    NetworkInterfaceId: z.string(),
    SubnetId: z.string(),
    SourceDestCheck: z.boolean(),
    // Only the isolation needs them: without the list nothing else is in doubt.
    Groups: z.array(z.object({ GroupId: z.string() })).optional(),
    PrivateIpAddresses: z.array(z.object({ PrivateIpAddress: z.string(), Primary: z.boolean() })).refine(onePrimary),
  })
  .transform(
    (found): NetworkInterface => ({
      id: found.NetworkInterfaceId,
      subnetId: found.SubnetId,
      sourceDestCheck: found.SourceDestCheck,
      securityGroups: found.Groups?.map(({ GroupId }) => GroupId).toSorted(),
      addresses: found.PrivateIpAddresses.map(({ PrivateIpAddress, Primary }) => ({
        address: PrivateIpAddress,
        primary: Primary,
      })),
    }),
  );

/** All interfaces that a filter leaves, or `partial`: more pages than are read, or one that is not wholly described. */
const describe = async (client: Client, name: string, value: string): Promise<NetworkInterface[] | PartialAnswer> => {
  const interfaces: NetworkInterface[] = [];
  let input: DescribeNetworkInterfacesCommandInput = {
    Filters: [{ Name: name, Values: [value] }],
    MaxResults: pageSize,
  };
  for (let page = 0; page < maxPages; page += 1) {
    const command = new DescribeNetworkInterfacesCommand(input);
    const answer = await calling('ec2 DescribeNetworkInterfaces', () => client.send(command));
    const parsed = z.array(Described).safeParse(answer.NetworkInterfaces);
    if (!parsed.success) return 'partial';
    interfaces.push(...parsed.data);
    if (answer.NextToken === undefined || answer.NextToken === '') return interfaces;
    input = { ...input, NextToken: answer.NextToken };
  }
  return 'partial';
};

/**
 * Reads network interfaces by filters: an id that does not exist is then an empty answer and no error. Throws
 * `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`.
 */
export const networkInterfaceReader = (client: Client): NetworkInterfaceReader => ({
  async get(id) {
    const found = await describe(client, 'network-interface-id', id);
    if (found === 'partial') return found;
    const [one, ...others] = found;
    return others.length > 0 || (one !== undefined && one.id !== id) ? 'partial' : one;
  },
  // Every interface of the subnet is looked at here: whether a filter on addresses knows secondary ones is not relied on.
  async holders(subnetId, address) {
    const found = await describe(client, 'subnet-id', subnetId);
    if (found === 'partial') return found;
    return found.filter(({ addresses }) => addresses.some((one) => one.address === address)).map(({ id }) => id);
  },
});

/** A look before the call. Where it fails nothing was changed, and that much is known. */
const lookFirst = async <T>(what: string, look: () => Promise<T | PartialAnswer | undefined>): Promise<T> => {
  let seen: T | PartialAnswer | undefined;
  try {
    seen = await look();
  } catch (cause) {
    if (cause instanceof NotPermitted) throw cause;
    throw new PreconditionFailed(`${what} could not be read before the call`, { cause });
  }
  if (seen === undefined) throw new PreconditionFailed(`${what} does not exist`);
  if (seen === 'partial') throw new PreconditionFailed(`${what} could be read in part only before the call`);
  return seen;
};

const expected = (holds: boolean, what: string): void => {
  if (!holds) throw new PreconditionFailed(`before the call: expected ${what}`);
};

/** The same with the calls that change something, each sent once by a client that makes one attempt. */
export const networkInterfaceWriter = (client: Client): NetworkInterfaceWriter => {
  const reader = networkInterfaceReader(client);
  const live = (id: string) => lookFirst(id, () => reader.get(id));
  const roleOf = ({ addresses }: NetworkInterface, address: string): 'primary' | 'secondary' | undefined => {
    const held = addresses.find((one) => one.address === address);
    return held === undefined ? undefined : held.primary ? 'primary' : 'secondary';
  };
  return {
    ...reader,
    async assign(id, address) {
      const { subnetId } = await live(id);
      const holders = await lookFirst(subnetId, () => reader.holders(subnetId, address));
      expected(holders.length === 0, `${address} on no interface of ${subnetId}, found it on ${holders.join(', ')}`);
      const input = { NetworkInterfaceId: id, PrivateIpAddresses: [address], AllowReassignment: false };
      await changing('ec2 AssignPrivateIpAddresses', () => client.send(new AssignPrivateIpAddressesCommand(input)));
    },
    async unassign(id, address) {
      const role = roleOf(await live(id), address);
      expected(role === 'secondary', `${address} as a secondary address of ${id}, found ${role ?? 'none'}`);
      const input = { NetworkInterfaceId: id, PrivateIpAddresses: [address] };
      await changing('ec2 UnassignPrivateIpAddresses', () => client.send(new UnassignPrivateIpAddressesCommand(input)));
    },
    async setSourceDestCheck(id, value) {
      const { sourceDestCheck } = await live(id);
      expected(sourceDestCheck !== value, `the source/destination check of ${id} not to be ${value} already`);
      const input = { NetworkInterfaceId: id, SourceDestCheck: { Value: value } };
      const command = new ModifyNetworkInterfaceAttributeCommand(input);
      await changing('ec2 ModifyNetworkInterfaceAttribute', () => client.send(command));
    },
    async setSecurityGroups(id, from, to) {
      const { securityGroups } = await live(id);
      const [before, after] = [from.toSorted(), to.toSorted()];
      const found = securityGroups?.join(', ') ?? 'none that EC2 names';
      expected(before.join(', ') === found, `the security groups ${before.join(', ')} of ${id}, found ${found}`);
      expected(before.join() !== after.join(), `other security groups for ${id} than it has`);
      const command = new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: id, Groups: after });
      await changing('ec2 ModifyNetworkInterfaceAttribute', () => client.send(command));
    },
  };
};

/** Clients of their own: whoever loads this file gets no more of the SDK than these calls. */
export const openReader = (config: ClientConfig): NetworkInterfaceReader =>
  networkInterfaceReader(new EC2Client(config));
export const openWriter = (config: ClientConfig): NetworkInterfaceWriter =>
  networkInterfaceWriter(new EC2Client(config));
