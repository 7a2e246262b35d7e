import * as z from 'zod';
import type { ActionState, FieldValue, Plan, TouchedField } from '../action.ts';
import { PreconditionFailed } from '../errors.ts';
import { onlyField } from '../only-field.ts';
import { InterfaceId } from './network-interface.ts';
import type { NetworkInterfaceReader, NetworkInterfaceWriter } from './port.ts';

/** What EC2 calls a security group; ids of before 2016 are shorter. */
export const SecurityGroupId = z.string().regex(/^sg-[0-9a-f]{8,17}$/);

/** Parameters of the isolation: the interface, and the one group that it gets, which must be in `quarantineGroups`. */
export const IsolationParameters = z.strictObject({
  networkInterface: InterfaceId.describe('The id of the network interface.'),
  quarantineGroup: SecurityGroupId.describe(
    'The security group that it gets instead of all of its own; one of quarantineGroups in policy.yaml.',
  ),
});
type IsolationParameters = z.infer<typeof IsolationParameters>;

/** All groups of an interface are one value: they are replaced together. */
export const field = 'securityGroups';

const written = (groups: readonly string[]): string => [...new Set(groups)].toSorted().join(',');

/** The groups that a value names; undefined where it names none, or anything that is no group. */
export const groupsOf = (value: FieldValue | undefined): string[] | undefined => {
  const parsed = z.array(SecurityGroupId).min(1).safeParse(String(value).split(','));
  return parsed.data;
};

/** Which groups, not in which order. */
export const sameGroups = (_path: string, a: FieldValue, b: FieldValue): boolean => {
  const [one, other] = [groupsOf(a), groupsOf(b)];
  return one === undefined || other === undefined ? a === b : written(one) === written(other);
};

/** The groups of the interface; nothing known where EC2 gave only a part of the answer. */
export const describeGroups = async (
  { networkInterface }: IsolationParameters,
  read: NetworkInterfaceReader,
): Promise<ActionState | undefined> => {
  const found = await read.get(networkInterface);
  if (found === undefined) return undefined;
  return found === 'partial' || found.securityGroups === undefined ? {} : { [field]: written(found.securityGroups) };
};

/** The one field to the quarantine group alone. Where it is so already it stays so, whatever is undone later. */
export const planIsolation = ({ quarantineGroup }: IsolationParameters, state: ActionState): Plan => {
  const before = state[field];
  if (typeof before !== 'string') return { kind: 'impossible', reason: 'EC2 gave only a part of the answer' };
  // Some interfaces of AWS's own services have none, and EC2 takes no empty list.
  if (groupsOf(before) === undefined) {
    return { kind: 'impossible', reason: 'it has no security groups that could be put back' };
  }
  return { kind: 'planned', touched: [{ path: field, before, after: quarantineGroup }] };
};

/** Replaces the groups, once: by the quarantine group, or that alone by what was there before. Throws `PreconditionFailed`. */
export const setGroups = async (
  { networkInterface, quarantineGroup }: IsolationParameters,
  touched: readonly TouchedField[],
  write: NetworkInterfaceWriter,
): Promise<void> => {
  const { before, after } = onlyField(touched, field);
  const [from, to] = [groupsOf(before), groupsOf(after)];
  const isOurs = [before, after].includes(quarantineGroup) && before !== after;
  if (from === undefined || to === undefined || !isOurs) {
    throw new PreconditionFailed(`${field} cannot change from ${String(before)} to ${String(after)}`);
  }
  await write.setSecurityGroups(networkInterface, from, to);
};
