import type { Resource } from '../incident/resource.ts';
import type { PlannedAction, Risk } from '../remediation/proposal.ts';
import type { PolicyAnswer, PolicyLayer, PolicyRequest } from './layer.ts';

/** The principal that plans changes. It is no person, and Cedar lets nobody approve what they proposed. */
export const proposer = { id: 'sovereign-ops', role: 'system', teams: [] } as const;

export type Denial = { target: Resource; because: string };

/** What Cedar is told about a plan; every field of it is in `policies/schema.cedarschema`. */
export type Change = {
  actions: readonly Pick<PlannedAction, 'id' | 'target' | 'undo'>[];
  risk: Pick<Risk, 'level'>;
};
export type Answered = PolicyAnswer & { target: Resource };

/**
 * Cedar's answers on one principal, one action and every target of a plan, in order, each asked for when it is read. It
 * is asked in the same words by whoever proposes, asks people, decides, executes and explains.
 */
export function* answers(
  { decide }: Pick<PolicyLayer, 'decide'>,
  { id, role, teams }: PolicyRequest['principal'],
  action: PolicyRequest['action'],
  { actions, risk }: Change,
): Generator<Answered> {
  const context = {
    actionIds: actions.map((planned) => planned.id),
    risk: risk.level,
    irreversible: actions.some(({ undo }) => undo === 'irreversible'),
    proposer: proposer.id,
  };
  for (const { target } of actions) {
    yield { target, ...decide({ principal: { id, role, teams }, action, resource: target, context }) };
  }
}

/** Why Cedar does not let somebody do this to a proposal, or undefined when it does: one `no` is a no. */
export const denial = (
  layer: Pick<PolicyLayer, 'decide'>,
  principal: PolicyRequest['principal'],
  action: PolicyRequest['action'],
  change: Change,
): Denial | undefined => {
  for (const { allowed, target, because } of answers(layer, principal, action, change)) {
    if (!allowed) return { target, because: because.join(', ') || 'no permit' };
  }
  return undefined;
};
