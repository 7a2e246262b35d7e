import type { Resource } from '../incident/resource.ts';
import { blastRadius } from '../remediation/blast-radius.ts';
import type { PlannedAction, Risk } from '../remediation/proposal.ts';
import type { Moment, PolicyAnswer, PolicyLayer, PolicyRequest } from './layer.ts';
import { outsideProfile } from './outside-profile.ts';

/** The principal that plans changes. It is no person, and Cedar lets nobody approve what they proposed. */
export const proposer = { id: 'sovereign-ops', role: 'system', teams: [] } as const;

export type Denial = { target: Resource; because: string };

/** What Cedar is told about a plan; every field of it is in `policies/schema.cedarschema`. */
export type Change = {
  actions: readonly Pick<PlannedAction, 'id' | 'target' | 'touched' | 'undo'>[];
  risk: Pick<Risk, 'level'>;
  /** The person who asked for it: they proposed it, and the system only planned it. */
  askedBy?: string | undefined;
  /** Whose actions and approvers apply; without it, the default one. */
  profile?: string | undefined;
};
export type Answered = PolicyAnswer & { target: Resource };

/**
 * Cedar's answers on one principal, one action and every target of a plan, in order, each asked for when it is read. It
 * is asked in the same words by whoever proposes, asks people, decides, executes and explains. To propose and to execute
 * needs the moment: without it Cedar denies. To approve has none, because a rollback is approved by the same action.
 */
export function* answers(
  { decide }: Pick<PolicyLayer, 'decide'>,
  { id, role, teams }: PolicyRequest['principal'],
  action: PolicyRequest['action'],
  { actions, risk, askedBy }: Change,
  moment?: Moment,
): Generator<Answered> {
  const { resources, changePercent } = blastRadius(actions);
  const context = {
    actionIds: actions.map((planned) => planned.id),
    risk: risk.level,
    irreversible: actions.some(({ undo }) => undo === 'irreversible'),
    proposer: action === 'propose' ? proposer.id : (askedBy ?? proposer.id),
    resources,
    changePercent: Math.ceil(changePercent ?? 0),
    ...(moment === undefined ? {} : { moment }),
  };
  for (const { target } of actions) {
    yield { target, ...decide({ principal: { id, role, teams }, action, resource: target, context }) };
  }
}

/** Why its profile or Cedar does not let somebody do this to a proposal, or undefined when both let them: one `no` is a no. */
export const denial = (
  layer: Pick<PolicyLayer, 'decide' | 'profiles'>,
  principal: PolicyRequest['principal'],
  action: PolicyRequest['action'],
  change: Change,
  moment?: Moment,
): Denial | undefined => {
  const outside = outsideProfile(layer.profiles, principal, action, change);
  const [first] = change.actions;
  if (outside !== undefined && first !== undefined) return { target: first.target, because: outside };
  for (const { allowed, target, because } of answers(layer, principal, action, change, moment)) {
    if (!allowed) return { target, because: because.join(', ') || 'no permit' };
  }
  return undefined;
};
