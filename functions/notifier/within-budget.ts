import type { Recipient } from '../../core/approval/ports.ts';
import type { Gathered } from '../../core/approval/notice/budget.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { deliver, type Failure, nameOf, type Outgoing } from './deliver.ts';
import { gather, type GatherDeps } from './gather.ts';
import { takeSlot } from './slot.ts';

type Deps = GatherDeps & { policy: Pick<PolicyLayer, 'policy'> };

/** Programs sort what they get themselves, and every incident is in what they are told. */
const isBudgeted = (to: Recipient): boolean => !('audience' in to) || to.audience !== 'machine';

/**
 * Delivers what alarms alone have caused, as far as the hour of each recipient holds it, and gathers the rest. Returns what
 * could not be sent and who was not told singly.
 */
export const deliverWithinBudget = async (
  deps: Deps,
  what: Gathered & { about: string },
  outgoing: readonly Outgoing[],
): Promise<{ failures: Failure[]; gathered: Recipient[] }> => {
  const perHour = deps.policy.policy.noticesPerHour;
  const told = await Promise.all(
    outgoing.map(async (one) => ({
      one,
      singly: !isBudgeted(one.to) || (await takeSlot({ ...deps, perHour }, nameOf(one.to), what)),
    })),
  );
  const singly = told.flatMap(({ one, singly: isSingle }) => (isSingle ? [one] : []));
  const gathered = told.flatMap(({ one, singly: isSingle }) => (isSingle ? [] : [one.to]));
  const failures = await deliver(deps, what.about, singly);
  if (gathered.length === 0) return { failures, gathered };
  return { failures: [...failures, ...(await gather(deps, what, gathered))], gathered };
};
