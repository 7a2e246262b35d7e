import type { Resource } from '../incident/resource.ts';
import type { Policy } from './policy.ts';
import { scopeOf } from './scope.ts';

/** True when one of these teams answers for the resource; `*` answers for all, and without `reach` nothing is out of it. */
export const withinReach = (
  reach: readonly string[] | undefined,
  resource: Resource,
  policy: Pick<Policy, 'allowedTargets'>,
): boolean => {
  if (reach === undefined || reach.includes('*')) return true;
  const { team } = scopeOf(resource, policy);
  return team !== undefined && reach.includes(team);
};
