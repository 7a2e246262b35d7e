import * as z from 'zod';
import { defineAction } from '../action.ts';
import { networkInterface } from '../as-code/network-interface.ts';
import { addressPermissions, InterfaceId, interfaceTarget, seenLater } from '../ec2/network-interface.ts';
import {
  addressFields,
  addressPath,
  describeAddress,
  planAddress,
  setAddress,
  usableInSubnet,
} from '../ec2/secondary-address.ts';

const Parameters = z
  .strictObject({
    ...addressFields,
    from: InterfaceId.optional().describe(
      'The interface that an action before this one takes the address from: it alone may hold it when this is planned.',
    ),
  })
  .superRefine(usableInSubnet);

/** Gives a secondary address that nobody holds to a network interface: the second half of moving it. */
export const assignSecondaryIp = defineAction({
  id: 'assign-secondary-ip',
  title: 'Assign a secondary private address to a network interface',
  provider: 'ec2',
  undo: 'restore',
  parameters: Parameters,
  example: {
    parameters: {
      networkInterface: 'eni-0a1b2c3d4e5f60002',
      address: '10.20.1.75',
      subnet: { id: 'subnet-0a1b2c3d4e5f60000', cidr: '10.20.1.0/24' },
      from: 'eni-0a1b2c3d4e5f60001',
    },
    state: {
      [addressPath('10.20.1.75')]: false,
      primary: false,
      subnet: 'subnet-0a1b2c3d4e5f60000',
      holders: 'eni-0a1b2c3d4e5f60001',
    },
  },
  target: interfaceTarget,
  addresses: ({ address }) => [address],
  would: ({ address, networkInterface }) => `would assign ${address} to ${networkInterface}`,
  measure: () => 'switch',
  settling: seenLater,
  permissions: addressPermissions,
  describe: describeAddress,
  plan: (p, state) => planAddress(p, state, true, p.from),
  asCode: (p, touched) => networkInterface(interfaceTarget(p), touched),
  apply: setAddress,
});
