import type { ActionState } from '../../core/remediation/action.ts';
import { actionOf } from '../../core/remediation/catalogue.ts';
import { drifted } from '../../core/remediation/observe.ts';
import type { PlannedAction } from '../../core/remediation/proposal.ts';
import type { Writers } from '../../core/remediation/provider.ts';

const nameOf = ({ target }: PlannedAction): string => `${target.kind} ${target.name}`;

/**
 * Why the world is not the one that these actions were approved for, or undefined: each target is there, every touched
 * field holds its prior value, and the action, asked once more, plans what was approved. Throws what the provider throws.
 */
export const findDrift = async (
  actions: readonly PlannedAction[],
  session: Partial<Writers>,
): Promise<string | undefined> => {
  for (const planned of actions) {
    const drift = await driftOf(planned, session);
    if (drift !== undefined) return drift;
  }
  return undefined;
};

const driftOf = async (planned: PlannedAction, session: Partial<Writers>): Promise<string | undefined> => {
  const action = actionOf(planned);
  const state = await action.describe(planned.parameters, session);
  const name = nameOf(planned);
  if (state === undefined) return `${name} does not exist any more`;
  if (action.settling(planned.parameters, state)) return `${name} is being changed by somebody else`;
  const [field] = drifted(action, planned.touched, state);
  if (field === undefined) return plannedOtherwise(planned, state);
  return `${field.path} of ${name} was ${String(field.before)} when approved and is ${String(state[field.path] ?? null)} now`;
};

/**
 * Why the action plans something else now than was approved, or undefined. The bounds of its parameters are kept by its
 * plan alone, and whoever exchanged the stored choices before they were shown made a plan of their own.
 */
const plannedOtherwise = (planned: PlannedAction, state: ActionState): string | undefined => {
  const action = actionOf(planned);
  const plan = action.plan(planned.parameters, state);
  if (plan.kind === 'impossible') return `${planned.id} on ${nameOf(planned)} cannot be planned now: ${plan.reason}`;
  const approved = new Map(planned.touched.map(({ path, after }) => [path, after]));
  const now = new Map(plan.touched.map(({ path, after }) => [path, after]));
  const differs = [...new Set([...approved.keys(), ...now.keys()])].find((path) => {
    const [one, other] = [approved.get(path), now.get(path)];
    return one === undefined || other === undefined || !action.same(path, one, other);
  });
  if (differs === undefined) return undefined;
  return `${differs} of ${nameOf(planned)} would be ${String(now.get(differs))}, approved is ${String(approved.get(differs))}`;
};
