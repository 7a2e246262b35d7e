import { defineAction } from '../action.ts';
import { networkInterface } from '../as-code/network-interface.ts';
import {
  describeForwarding,
  ForwardingParameters,
  journalName,
  planForwarding,
  setForwarding,
} from '../ec2/forwarding.ts';
import { forwardingPermissions, interfaceTarget, seenLater } from '../ec2/network-interface.ts';

/** Switches the source/destination check on. What was no forwarder before stays none after an undo. */
export const ensureForwardingDisabled = defineAction({
  id: 'ensure-forwarding-disabled',
  title: 'Let a network interface take only what is addressed to it',
  provider: 'ec2',
  undo: 'restore',
  parameters: ForwardingParameters,
  example: { parameters: { networkInterface: 'eni-0a1b2c3d4e5f60002' }, state: { sourceDestCheck: false } },
  target: interfaceTarget,
  would: ({ networkInterface }) => `would turn the source/destination check of ${networkInterface} on`,
  measure: () => 'switch',
  journalName,
  settling: seenLater,
  permissions: forwardingPermissions,
  describe: describeForwarding,
  plan: (_p, state) => planForwarding(state, true),
  asCode: (p, touched) => networkInterface(interfaceTarget(p), touched),
  apply: setForwarding,
});
