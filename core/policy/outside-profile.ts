import type { TouchedField } from '../remediation/action.ts';
import { measureOf } from '../remediation/limits.ts';
import type { PlannedAction } from '../remediation/proposal.ts';
import { quantity } from '../incident/quantity.ts';
import type { PolicyRequest } from './layer.ts';
import { defaultProfile, type Profile, type Profiles, profileOf } from './profile.ts';

type Planned = Pick<PlannedAction, 'id' | 'touched'>;
type Judged = { actions: readonly Planned[]; profile?: string | undefined };

const amount = (value: unknown): number | undefined =>
  typeof value === 'string' || typeof value === 'number' ? quantity(String(value)) : undefined;

/** A size that is not known to be the same or less counts as one that grows: nothing is lowered by a guess. */
const grows = ({ before, after }: TouchedField): boolean => {
  const [from, to] = [amount(before), amount(after)];
  return from === undefined || to === undefined || to > from;
};

/** The first field of an action that does not only become less. `shown` explains another field and is not judged. */
const notLowered = (action: Planned): TouchedField | undefined =>
  action.touched.find((field) => {
    const measure = measureOf(action, field.path);
    return measure !== 'shown' && (measure !== 'size' || grows(field));
  });

/** Why a plan is not of a profile: an action that it does not have, or a field that grows where it only lowers. */
const outsideActions = (
  id: string,
  { actions, direction }: Profile,
  planned: readonly Planned[],
): string | undefined => {
  const foreign = planned.find((action) => !actions.includes(action.id));
  if (foreign !== undefined) return `profile ${id} has no action ${foreign.id}`;
  if (direction === 'any') return undefined;
  for (const action of planned) {
    const field = notLowered(action);
    if (field === undefined) continue;
    const change = `${field.path} of ${action.id} would change from ${String(field.before)} to ${String(field.after)}`;
    return `profile ${id} only lowers: ${change}`;
  }
  return undefined;
};

const outsideApprovers = (
  id: string,
  { approvers: { roles, teams } }: Profile,
  who: PolicyRequest['principal'],
): string | undefined => {
  if (!roles.some((role) => role === who.role)) return `profile ${id} is not decided in the role ${who.role}`;
  return teams.includes('*') || who.teams.some((team) => teams.includes(team))
    ? undefined
    : `profile ${id} is decided by ${teams.join(', ') || 'no team'}`;
};

/**
 * Why the profile of a proposal does not let somebody do this, or undefined when it does. What it may consist of is asked when
 * it is proposed and again when it is executed, who may decide when people are asked, when they decide and when it is
 * executed. A rollback is approved like a change, so to approve is not bound to the actions: what was done under a profile
 * can be taken back when that has become narrower. A profile that is not there permits nothing; to read needs none.
 */
export const outsideProfile = (
  profiles: Profiles,
  principal: PolicyRequest['principal'],
  action: PolicyRequest['action'],
  { actions, profile: id = defaultProfile }: Judged,
): string | undefined => {
  if (action === 'read') return undefined;
  const profile = profileOf(profiles, id);
  if (profile === undefined) return `there is no profile ${id}`;
  const people = action === 'propose' ? undefined : outsideApprovers(id, profile, principal);
  return people ?? (action === 'approve' ? undefined : outsideActions(id, profile, actions));
};
