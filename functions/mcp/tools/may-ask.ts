import type { Identity } from '../../../core/approval/identity.ts';
import { notAnOperator } from '../../../core/approval/operator.ts';
import type { Resource } from '../../../core/incident/resource.ts';
import type { PolicyLayer } from '../../../core/policy/layer.ts';
import { withinReach } from '../../../core/policy/reach.ts';

/**
 * Why this person may not ask for anything about this resource, or undefined: viewers and guests look, an analyst asks for
 * what their teams answer for, an admin for all.
 */
export const mayNotAsk = (
  layer: Pick<PolicyLayer, 'roster' | 'policy'>,
  who: Identity,
  what: string,
  resource: Resource,
): string | undefined => {
  const denied = notAnOperator(layer, who, what, resource);
  if (denied !== undefined) return denied;
  const { role, teams } = who.person;
  if (role === 'admin' || withinReach(teams, resource, layer.policy)) return undefined;
  return `${what} is beyond your teams`;
};
