import { defineAction } from '../action.ts';
import { networkInterface } from '../as-code/network-interface.ts';
import { groupPermissions } from '../ec2/group-permissions.ts';
import { interfaceTarget, seenLater } from '../ec2/network-interface.ts';
import {
  describeGroups,
  field,
  IsolationParameters,
  planIsolation,
  sameGroups,
  setGroups,
} from '../ec2/security-groups.ts';

/**
 * Cuts one network interface off and leaves the instance running: what is in its memory and on its disks is evidence. What
 * the quarantine group still lets through is its rules, which this system neither reads nor changes.
 */
export const isolateNetworkInterface = defineAction({
  id: 'isolate-network-interface',
  title: 'Replace the security groups of a network interface by the quarantine group',
  provider: 'ec2',
  undo: 'restore',
  parameters: IsolationParameters,
  disrupts: 'nothing reaches the interface any more',
  example: {
    parameters: { networkInterface: 'eni-0a1b2c3d4e5f60001', quarantineGroup: 'sg-0a1b2c3d4e5f6000f' },
    state: { [field]: 'sg-0a1b2c3d4e5f60001,sg-0a1b2c3d4e5f60002' },
  },
  target: interfaceTarget,
  groups: ({ quarantineGroup }) => [quarantineGroup],
  would: (p) => `would replace all security groups of ${p.networkInterface} by ${p.quarantineGroup}`,
  measure: () => 'switch',
  same: sameGroups,
  settling: seenLater,
  permissions: groupPermissions,
  describe: describeGroups,
  plan: planIsolation,
  asCode: (p, touched) => networkInterface(interfaceTarget(p), touched),
  apply: setGroups,
});
