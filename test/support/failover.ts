import { Policy } from '../../core/policy/policy.ts';
import { actionOf } from '../../core/remediation/catalogue.ts';
import type { NetworkInterface } from '../../core/remediation/ec2/port.ts';
import type { PlannedAction } from '../../core/remediation/proposal.ts';
import { assessRisk } from '../../core/remediation/risk.ts';
import { localSession } from '../../local/ports/session.ts';
import { decision, request } from './approval.ts';
import { failed, fakeInterfaces, holding, moved, networkInterface, standby, subnet } from './interfaces.ts';
import { policyLayer } from './policy.ts';
import { choiceSet, proposal } from './proposal.ts';
import { world } from './world.ts';

const steps: readonly [id: string, parameters: Record<string, unknown>][] = [
  ['unassign-secondary-ip', { networkInterface: failed, address: moved, subnet }],
  ['assign-secondary-ip', { networkInterface: standby, address: moved, subnet, from: failed }],
  ['ensure-forwarding-enabled', { networkInterface: standby }],
];

/** An approved failover from one interface to a standby that forwards already or does not, in a world of its own. */
export const failover = async ({ forwards }: { forwards: boolean }) => {
  const start: readonly NetworkInterface[] = [
    holding(failed),
    networkInterface(standby, { sourceDestCheck: !forwards }),
  ];
  const fake = fakeInterfaces(...structuredClone(start));
  const actions: PlannedAction[] = [];
  for (const [id, parameters] of steps) {
    const { provider, undo, ...action } = actionOf({ id });
    const plan = action.plan(parameters, (await action.describe(parameters, { ec2: fake.ec2 })) ?? {});
    if (plan.kind === 'impossible') throw new Error(plan.reason);
    actions.push({ id, provider, undo, target: action.target(parameters), parameters, touched: plan.touched });
  }
  const choices = choiceSet(proposal({ actions, risk: assessRisk(actions) }));
  const w = await world({ choices, request: request({}, choices), decisions: [await decision({}, choices)] });
  const policy = policyLayer({
    policy: Policy.parse({
      ...policyLayer().policy,
      allowedActions: steps.map(([id]) => id),
      allowedTargets: [{ target: 'NetworkInterface/eni-*', team: 'checkout' }],
      allowedCidrs: ['10.20.1.64/28'],
      maxActionsPerRun: 3,
    }),
  });
  const deps = { ...w.deps, policy, session: localSession({ ec2: fake.ec2 }) };
  return { ...w, ...fake, start, deps };
};
