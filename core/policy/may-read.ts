import type { Resource } from '../incident/resource.ts';
import { proposer } from './denial.ts';
import type { PolicyLayer } from './layer.ts';
import { withinReach } from './reach.ts';
import type { Approver } from './roster.ts';

type Reader = { person: Pick<Approver, 'id' | 'role' | 'teams'>; reach?: readonly string[]; guest?: true };

/**
 * Whether somebody may look at an incident about this resource: Cedar's `read`, and for a guest what their groups
 * answer for.
 */
export const mayRead = (
  { decide, policy }: Pick<PolicyLayer, 'decide' | 'policy'>,
  { person: { id, role, teams }, reach, guest }: Reader,
  resource: Resource,
): boolean => {
  if (guest === true && !withinReach(reach ?? [], resource, policy)) return false;
  // To look changes nothing, so there is no change to tell of.
  const context = {
    actionIds: [],
    risk: 'low',
    irreversible: false,
    proposer: proposer.id,
    resources: 0,
    changePercent: 0,
  } as const;
  return decide({ principal: { id, role, teams }, action: 'read', resource, context }).allowed;
};
