import { resourceKey } from '../incident/resource.ts';
import { catalogue } from './catalogue.ts';
import type { PlannedAction, Proposal } from './proposal.ts';
import { quantity } from './quantity.ts';

/** The part of the policy that bounds what may be changed at all. */
export type ChangeLimits = {
  allowedActions: readonly string[];
  allowedNamespaces: readonly string[];
  maxActionsPerRun: number;
  maxChangePercent: number;
};

/** Growth of a numeric field in percent of its prior value; undefined when a value is no number or the prior is zero. */
export const growthPercent = (before: unknown, after: unknown): number | undefined => {
  const [from, to] = [before, after].map((v) =>
    typeof v === 'string' || typeof v === 'number' ? quantity(String(v)) : undefined,
  );
  return from === undefined || to === undefined || from === 0 ? undefined : ((to - from) / from) * 100;
};

/** The target is what people see and policy judges, the parameters are what is called: they must be of one thing. */
const notWhatItSays = ({ id, provider, parameters, target }: PlannedAction): string | undefined => {
  const action = catalogue.get(id);
  if (action === undefined || action.provider !== provider)
    return `action ${id} of ${provider} is not in the catalogue`;
  if (action.undo !== 'restore') return `action ${id} cannot be undone`;
  if (!action.parameters.safeParse(parameters).success) return `the parameters of ${id} are not those of the action`;
  const called = resourceKey(action.target(parameters));
  return called === resourceKey(target) ? undefined : `${id} shows ${resourceKey(target)} and would change ${called}`;
};

/** What the limits judge of an action; its parameters are compared with it, too, where they are known. */
export type LimitedAction = Omit<PlannedAction, 'parameters'>;

const outsideLimits = (action: LimitedAction, policy: ChangeLimits): string | undefined => {
  const { namespace, name } = action.target;
  if (!policy.allowedActions.includes(action.id)) return `action ${action.id} is not in allowedActions`;
  if (action.undo !== 'restore') return `action ${action.id} cannot be undone`;
  if (namespace === undefined || !policy.allowedNamespaces.includes(namespace)) {
    return `${name} is in namespace ${namespace ?? '(none)'}, which is not in allowedNamespaces`;
  }
  const beyond = action.touched.find(({ before, after }) => {
    const growth = growthPercent(before, after);
    return growth === undefined || Math.abs(growth) > policy.maxChangePercent;
  });
  if (beyond === undefined) return undefined;
  return `${beyond.path} would change from ${String(beyond.before)} to ${String(beyond.after)}, more than ${policy.maxChangePercent} %`;
};

const firstOf = <T>(actions: readonly T[], problem: (action: T) => string | undefined): string | undefined => {
  for (const action of actions) {
    const found = problem(action);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Why a plan lies outside the numbers and lists of the policy, before its parameters are looked at; undefined within. */
export const beyondLimits = (
  proposal: { actions: readonly LimitedAction[] },
  policy: ChangeLimits,
): string | undefined => {
  if (proposal.actions.length > policy.maxActionsPerRun) {
    return `${proposal.actions.length} actions, maxActionsPerRun is ${policy.maxActionsPerRun}`;
  }
  if (new Set(proposal.actions.map((a) => a.provider)).size > 1) return 'actions of more than one provider';
  return firstOf(proposal.actions, (action) => outsideLimits(action, policy));
};

/** Why a proposal lies outside the policy's limits, or undefined when it lies within. Checked when proposed and again when executed. */
export const beyondPolicy = (proposal: Pick<Proposal, 'actions'>, policy: ChangeLimits): string | undefined =>
  beyondLimits(proposal, policy) ?? firstOf(proposal.actions, notWhatItSays);
