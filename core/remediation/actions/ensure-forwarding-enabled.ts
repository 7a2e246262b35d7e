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

/** Switches the source/destination check off, as a gateway needs it. What was a forwarder before stays one after an undo. */
export const ensureForwardingEnabled = defineAction({
  id: 'ensure-forwarding-enabled',
  title: 'Let a network interface forward what is not addressed to it',
  provider: 'ec2',
  undo: 'restore',
  parameters: ForwardingParameters,
  example: { parameters: { networkInterface: 'eni-0a1b2c3d4e5f60002' }, state: { sourceDestCheck: true } },
  target: interfaceTarget,
  would: ({ networkInterface }) => `would turn the source/destination check of ${networkInterface} off`,
  measure: () => 'switch',
  journalName,
  settling: seenLater,
  permissions: forwardingPermissions,
  describe: describeForwarding,
  plan: (_p, state) => planForwarding(state, false),
  asCode: (p, touched) => networkInterface(interfaceTarget(p), touched),
  apply: setForwarding,
});
