import * as z from 'zod';
import { defineAction } from '../action.ts';
import { networkInterface } from '../as-code/network-interface.ts';
import { addressPermissions, interfaceTarget, seenLater } from '../ec2/network-interface.ts';
import {
  addressFields,
  addressPath,
  describeAddress,
  planAddress,
  setAddress,
  usableInSubnet,
} from '../ec2/secondary-address.ts';

/** Takes a secondary address from the one network interface that holds it: the first half of moving it. */
export const unassignSecondaryIp = defineAction({
  id: 'unassign-secondary-ip',
  title: 'Take a secondary private address from a network interface',
  provider: 'ec2',
  undo: 'restore',
  parameters: z.strictObject(addressFields).superRefine(usableInSubnet),
  example: {
    parameters: {
      networkInterface: 'eni-0a1b2c3d4e5f60001',
      address: '10.20.1.75',
      subnet: { id: 'subnet-0a1b2c3d4e5f60000', cidr: '10.20.1.0/24' },
    },
    state: {
      [addressPath('10.20.1.75')]: true,
      primary: false,
      subnet: 'subnet-0a1b2c3d4e5f60000',
      holders: 'eni-0a1b2c3d4e5f60001',
    },
  },
  target: interfaceTarget,
  addresses: ({ address }) => [address],
  would: ({ address, networkInterface }) => `would unassign ${address} from ${networkInterface}`,
  measure: () => 'switch',
  settling: seenLater,
  permissions: addressPermissions,
  describe: describeAddress,
  plan: (p, state) => planAddress(p, state, false),
  asCode: (p, touched) => networkInterface(interfaceTarget(p), touched),
  apply: setAddress,
});
