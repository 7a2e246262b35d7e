import * as z from 'zod';
import type { ActionState, Plan, TouchedField } from '../action.ts';
import { PreconditionFailed } from '../errors.ts';
import { onlyField } from '../only-field.ts';
import type { NetworkInterfaceReader, NetworkInterfaceWriter } from './port.ts';
import { InterfaceId } from './network-interface.ts';

/** Parameters of the two actions on forwarding: the interface, nothing to choose. */
export const ForwardingParameters = z.strictObject({
  networkInterface: InterfaceId.describe('The id of the network interface.'),
});
type ForwardingParameters = z.infer<typeof ForwardingParameters>;

const field = 'sourceDestCheck';

/** What the journal calls the value from before us, beside the field's own name. */
export const journalName = (path: string): string | undefined => (path === field ? 'priorSourceDestCheck' : undefined);

/** Whether EC2 drops what is not addressed to the interface; nothing known where it gave only a part of the answer. */
export const describeForwarding = async (
  { networkInterface }: ForwardingParameters,
  read: NetworkInterfaceReader,
): Promise<ActionState | undefined> => {
  const found = await read.get(networkInterface);
  if (found === undefined) return undefined;
  return found === 'partial' ? {} : { [field]: found.sourceDestCheck };
};

/** The one field to `after`. Where it is so already it stays so, whatever is undone later: it was not our doing. */
export const planForwarding = (state: ActionState, after: boolean): Plan => {
  const before = state[field];
  return typeof before === 'boolean'
    ? { kind: 'planned', touched: [{ path: field, before, after }] }
    : { kind: 'impossible', reason: 'EC2 gave only a part of the answer' };
};

/** Sets the source/destination check, once. Throws `PreconditionFailed` where it is so already. */
export const setForwarding = async (
  { networkInterface }: ForwardingParameters,
  touched: readonly TouchedField[],
  write: NetworkInterfaceWriter,
): Promise<void> => {
  const { before, after } = onlyField(touched, field);
  if (typeof after !== 'boolean' || before !== !after) {
    throw new PreconditionFailed(`${field} cannot change from ${String(before)} to ${String(after)}`);
  }
  await write.setSourceDestCheck(networkInterface, after);
};
