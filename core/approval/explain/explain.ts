import { requiredQuorum } from '../quorum.ts';
import type { DecisionRequest } from '../../policy/decision-request.ts';
import type { Change } from '../../policy/denial.ts';
import type { Quorum, Risk } from '../../remediation/proposal.ts';
import { assessRisk } from '../../remediation/risk.ts';
import { cedarChecks, quorumCheck } from './cedar-checks.ts';
import { capsCheck, higher, modeCheck, principalCheck, riskCheck, scopeCheck, windowCheck } from './change-checks.ts';
import type { Check, Layer } from './check.ts';
import { planOf } from './planned.ts';
import { profileCheck } from './profile-check.ts';

export type Explanation = { allowed: boolean; because: Check[]; risk: Risk; quorum: Quorum };

/**
 * Every check of a decision with its answer: one `no` is a no. It decides nothing itself: the scope, the
 * profile, the risk, the window, the caps, the quorum and Cedar are asked as the functions ask them, and all of them, so that
 * one reading shows every reason.
 */
export const explain = (layer: Layer, request: DecisionRequest, now: Date): Explanation => {
  const at = request.at === undefined ? now : new Date(request.at);
  const plan = planOf(request);
  const computed = assessRisk(plan.actions);
  const level = higher(computed.level, request.risk ?? computed.level);
  const change: Change = { actions: plan.actions, risk: { level }, profile: request.profile };
  const bound = layer.policy.quorum[level];
  const quorum = requiredQuorum({ quorum: bound }, { risk: { level }, quorum: bound });
  const because = [
    principalCheck(layer, request),
    modeCheck(layer, request.action),
    scopeCheck(layer, plan, request.action),
    profileCheck(layer, request, plan),
    riskCheck(computed, request.risk ?? computed.level, request.action),
    windowCheck(layer, request.action, at),
    capsCheck(layer, plan, request.action),
    quorumCheck(layer, change, quorum, request.action),
    ...cedarChecks(layer, request, change, at),
  ];
  return { allowed: because.every(({ allowed }) => allowed), because, risk: { ...computed, level }, quorum };
};
