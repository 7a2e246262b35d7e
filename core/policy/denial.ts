import type { Resource } from '../incident/resource.ts';
import type { Proposal } from '../remediation/proposal.ts';
import type { PolicyLayer, PolicyRequest } from './layer.ts';

/** The principal that plans changes. It is no person, and Cedar lets nobody approve what they proposed. */
export const proposer = { id: 'sovereign-ops', role: 'system', teams: [] } as const;

export type Denial = { target: Resource; because: string };

/**
 * Why Cedar does not let somebody do this to a proposal, or undefined when it does. It is asked for every target in the
 * same words by whoever proposes, asks people, decides and executes: one `no` is a no.
 */
export const denial = (
  { decide }: Pick<PolicyLayer, 'decide'>,
  { id, role, teams }: PolicyRequest['principal'],
  action: PolicyRequest['action'],
  { actions, risk }: Pick<Proposal, 'actions' | 'risk'>,
): Denial | undefined => {
  const context = {
    actionIds: actions.map((planned) => planned.id),
    risk: risk.level,
    irreversible: actions.some(({ undo }) => undo === 'irreversible'),
    proposer: proposer.id,
  };
  for (const { target } of actions) {
    const { allowed, because } = decide({ principal: { id, role, teams }, action, resource: target, context });
    if (!allowed) return { target, because: because.join(', ') || 'no permit' };
  }
  return undefined;
};
