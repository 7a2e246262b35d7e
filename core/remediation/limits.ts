import { type Resource, resourceKey } from '../incident/resource.ts';
import type { Measure, TouchedField } from './action.ts';
import { catalogue } from './catalogue.ts';
import { inCidr } from '../incident/cidr.ts';
import type { PlannedAction, Proposal } from './proposal.ts';
import { quantity } from '../incident/quantity.ts';

/** The part of the policy that bounds what may be changed at all. */
export type ChangeLimits = {
  allowedActions: readonly string[];
  allowedNamespaces: readonly string[];
  /** What has no namespace, by `Kind/name`; a `*` at the end stands for any rest. */
  allowedTargets: readonly { target: string }[];
  allowedCidrs: readonly string[];
  /** The security groups that an isolation may give. */
  quarantineGroups: readonly string[];
  /** Actions that may run although there is no undo for them. */
  allowedWithoutUndo: readonly string[];
  maxActionsPerRun: number;
  /** Different targets of one proposal. */
  maxResources: number;
  maxChangePercent: number;
};

/** Growth of a numeric field in percent of its prior value; undefined when a value is no number or the prior is zero. */
export const growthPercent = (before: unknown, after: unknown): number | undefined => {
  const [from, to] = [before, after].map((v) =>
    typeof v === 'string' || typeof v === 'number' ? quantity(String(v)) : undefined,
  );
  return from === undefined || to === undefined || from === 0 ? undefined : ((to - from) / from) * 100;
};

/** How a field of an action is judged; what the catalogue does not know is judged by its size. */
export const measureOf = ({ id }: Pick<PlannedAction, 'id'>, path: string): Measure =>
  catalogue.get(id)?.measure?.(path) ?? 'size';

/** True when a pattern such as `EcsService/shop/*` stands for this resource. */
export const isTarget = (pattern: string, resource: Resource): boolean => {
  const key = resourceKey(resource);
  return pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern;
};

/** What the limits judge of an action; its parameters are compared with it, too, where they are known. */
export type LimitedAction = Omit<PlannedAction, 'parameters'>;

const outOfReach = ({ target }: LimitedAction, limits: ChangeLimits): string | undefined => {
  const { namespace, name } = target;
  if (namespace !== undefined) {
    return limits.allowedNamespaces.includes(namespace)
      ? undefined
      : `${name} is in namespace ${namespace}, which is not in allowedNamespaces`;
  }
  return limits.allowedTargets.some((allowed) => isTarget(allowed.target, target))
    ? undefined
    : `${resourceKey(target)} is not in allowedTargets`;
};

const withoutUndo = ({ id, undo }: LimitedAction, limits: ChangeLimits): string | undefined => {
  if (undo === 'restore' || limits.allowedWithoutUndo.includes(id)) return undefined;
  return `action ${id} cannot be undone (${undo}) and is not in allowedWithoutUndo`;
};

const tooLarge = (action: LimitedAction, limits: ChangeLimits): string | undefined => {
  const beyond = ({ path, before, after }: TouchedField): boolean => {
    if (measureOf(action, path) !== 'size') return false;
    const growth = growthPercent(before, after);
    return growth === undefined || Math.abs(growth) > limits.maxChangePercent;
  };
  const field = action.touched.find(beyond);
  return field === undefined
    ? undefined
    : `${field.path} would change from ${String(field.before)} to ${String(field.after)}, more than ${limits.maxChangePercent} %`;
};

const notListed = (action: LimitedAction, limits: ChangeLimits): string | undefined => {
  if (!limits.allowedActions.includes(action.id)) return `action ${action.id} is not in allowedActions`;
  return withoutUndo(action, limits) ?? outOfReach(action, limits);
};

/** Part by part: in one line of text, a namespace and a name are the same as a name with a slash in it. */
const isSame = (a: Resource, b: Resource): boolean =>
  a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;

/** The target is what people see and policy judges, the parameters are what is called: they must be of one thing. */
const notWhatItSays = (
  { id, provider, undo, parameters, target }: PlannedAction,
  limits: ChangeLimits,
): string | undefined => {
  const action = catalogue.get(id);
  if (action === undefined || action.provider !== provider)
    return `action ${id} of ${provider} is not in the catalogue`;
  if (action.undo !== undo) return `the undo of action ${id} is ${action.undo}, not ${undo}`;
  if (!action.parameters.safeParse(parameters).success) return `the parameters of ${id} are not those of the action`;
  const called = action.target(parameters);
  if (!isSame(called, target)) return `${id} shows ${resourceKey(target)} and would change ${resourceKey(called)}`;
  const foreign = action.addresses(parameters).find((one) => !limits.allowedCidrs.some((cidr) => inCidr(cidr, one)));
  if (foreign !== undefined) return `${foreign} is in none of allowedCidrs`;
  const group = action.groups(parameters).find((one) => !limits.quarantineGroups.includes(one));
  return group === undefined ? undefined : `${group} is not in quarantineGroups`;
};

const firstOf = <T>(actions: readonly T[], problem: (action: T) => string | undefined): string | undefined => {
  for (const action of actions) {
    const found = problem(action);
    if (found !== undefined) return found;
  }
  return undefined;
};

type Limited = { actions: readonly LimitedAction[] };

/** Why a plan is of something that the lists of the policy do not allow, before its parameters are looked at. */
export const outsideScope = ({ actions }: Limited, limits: ChangeLimits): string | undefined => {
  if (new Set(actions.map((a) => a.provider)).size > 1) return 'actions of more than one provider';
  return firstOf(actions, (action) => notListed(action, limits));
};

/** `outsideScope`, and whether the calls are of what is shown. */
export const beyondScope = (proposal: Pick<Proposal, 'actions'>, limits: ChangeLimits): string | undefined =>
  outsideScope(proposal, limits) ?? firstOf(proposal.actions, (action) => notWhatItSays(action, limits));

/** Why a plan is larger than the numbers of the policy allow, or undefined within. */
export const beyondCaps = ({ actions }: Limited, limits: ChangeLimits): string | undefined => {
  if (actions.length > limits.maxActionsPerRun) {
    return `${actions.length} actions, maxActionsPerRun is ${limits.maxActionsPerRun}`;
  }
  const resources = new Set(actions.map(({ target }) => resourceKey(target))).size;
  if (resources > limits.maxResources) return `${resources} resources, maxResources is ${limits.maxResources}`;
  return firstOf(actions, (action) => tooLarge(action, limits));
};

/**
 * Why a proposal lies outside the policy's limits, or undefined when it lies within. Checked when proposed and again
 * when executed.
 */
export const beyondPolicy = (proposal: Pick<Proposal, 'actions'>, limits: ChangeLimits): string | undefined =>
  beyondScope(proposal, limits) ?? beyondCaps(proposal, limits);
