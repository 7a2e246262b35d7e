import type { Resource } from '../incident/resource.ts';
import { isTarget } from '../remediation/limits.ts';
import type { Policy } from './policy.ts';

/** Who answers for a resource, and where it belongs: what people wrote into the policy, never a tag of the resource. */
export type Scope = { team?: string; environment?: string };

/** A namespace is a team of the same name; what has none is the first entry of `allowedTargets` that stands for it. */
export const scopeOf = (resource: Resource, { allowedTargets }: Pick<Policy, 'allowedTargets'>): Scope => {
  if (resource.namespace !== undefined) return { team: resource.namespace };
  const found = allowedTargets.find(({ target }) => isTarget(target, resource));
  if (found === undefined) return {};
  return { team: found.team, ...(found.environment === undefined ? {} : { environment: found.environment }) };
};
