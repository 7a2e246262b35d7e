import * as z from 'zod';
import type { ActionState, Plan, TouchedField } from '../action.ts';
import { cidrRange, ipv4 } from '../../incident/cidr.ts';
import { PreconditionFailed } from '../errors.ts';
import { onlyField } from '../only-field.ts';
import type { NetworkInterfaceReader, NetworkInterfaceWriter } from './port.ts';
import { InterfaceId } from './network-interface.ts';

/** AWS keeps the first four addresses of a subnet and the last one, and makes none smaller than /28 or larger than /16. */
const reservedAtFirst = 4;
const subnetSizes = { fewest: 2 ** 4, most: 2 ** 16 } as const;

const isSubnet = (text: string): boolean => {
  const range = cidrRange(text);
  if (range === undefined) return false;
  const size = range.last - range.first + 1;
  return size >= subnetSizes.fewest && size <= subnetSizes.most;
};

/**
 * Parameters of the two actions on an address. The subnet's block is one of them: this system may not describe subnets,
 * and so what the runbook says is bound by the digest.
 */
export const addressFields = {
  networkInterface: InterfaceId.describe('The id of the network interface.'),
  address: z
    .string()
    .refine((text) => ipv4(text) !== undefined, 'an IPv4 address')
    .describe('The secondary private IPv4 address.'),
  subnet: z.strictObject({
    id: z
      .string()
      .regex(/^subnet-[0-9a-f]{8,17}$/)
      .describe('The subnet that the interface must be in.'),
    cidr: z
      .string()
      .refine(isSubnet, 'an IPv4 block of /16 to /28')
      .describe('The block of that subnet; the address lies in it and is none of the five that AWS keeps.'),
  }),
};
type AddressParameters = z.infer<z.ZodObject<typeof addressFields>>;

/** The check that an address can be given out in its subnet at all. */
export const usableInSubnet = (
  { address, subnet: { cidr } }: AddressParameters,
  context: z.core.$RefinementCtx,
): void => {
  const problem = (message: string): void => context.addIssue({ code: 'custom', path: ['address'], message });
  const range = cidrRange(cidr);
  const value = ipv4(address);
  if (range === undefined || value === undefined || value < range.first || value > range.last) {
    problem(`${address} is not in ${cidr}`);
  } else if (value < range.first + reservedAtFirst || value === range.last) {
    problem(`AWS keeps ${address} of ${cidr} for itself`);
  }
};

/** The field that such an action touches: whether the interface has the address. */
export const addressPath = (address: string): string => `addresses.${address}`;

/** Whether the interface has the address and who else does; nothing known where EC2 gave only a part of the answer. */
export const describeAddress = async (
  { networkInterface, address, subnet }: AddressParameters,
  read: NetworkInterfaceReader,
): Promise<ActionState | undefined> => {
  const [found, holders] = await Promise.all([read.get(networkInterface), read.holders(subnet.id, address)]);
  if (found === undefined) return undefined;
  if (found === 'partial' || holders === 'partial') return {};
  const held = found.addresses.find((one) => one.address === address);
  return {
    [addressPath(address)]: held !== undefined,
    primary: held?.primary ?? false,
    subnet: found.subnetId,
    holders: holders.join(' '),
  };
};

/** Why the address cannot come to (`after`) or go from the interface: the world is not as the runbook says. */
const obstacle = (
  { networkInterface, address, subnet }: AddressParameters,
  state: ActionState,
  after: boolean,
  takenFrom: string | undefined,
): string | undefined => {
  const held = state[addressPath(address)];
  const { holders } = state;
  if (typeof held !== 'boolean' || typeof holders !== 'string') return 'EC2 gave only a part of the answer';
  if (state['subnet'] !== subnet.id) return `the interface is in ${String(state['subnet'])}, not in ${subnet.id}`;
  if (held === after) return after ? `${address} is on it already` : `${address} is not on it`;
  if (state['primary'] === true) return `${address} is its primary address, which never moves`;
  const holder = after ? takenFrom : networkInterface;
  const others = holders.split(' ').filter((id) => id !== '' && id !== holder);
  if (others.length === 0) return undefined;
  return `${address} is held by ${others.join(' and ')}, from which nothing here takes it`;
};

/** The one field, or why not. `takenFrom` may hold the address when this is planned: an action before takes it away. */
export const planAddress = (p: AddressParameters, state: ActionState, after: boolean, takenFrom?: string): Plan => {
  const reason = obstacle(p, state, after, takenFrom);
  return reason === undefined
    ? { kind: 'planned', touched: [{ path: addressPath(p.address), before: !after, after }] }
    : { kind: 'impossible', reason };
};

/** Gives the address to the interface or takes it away, once. Throws `PreconditionFailed` where it is so already. */
export const setAddress = async (
  { networkInterface, address }: AddressParameters,
  touched: readonly TouchedField[],
  write: NetworkInterfaceWriter,
): Promise<void> => {
  const { path, before, after } = onlyField(touched, addressPath(address));
  if (typeof after !== 'boolean' || before !== !after) {
    throw new PreconditionFailed(`${path} cannot change from ${String(before)} to ${String(after)}`);
  }
  await (after ? write.assign(networkInterface, address) : write.unassign(networkInterface, address));
};
