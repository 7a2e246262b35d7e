import { explain } from '../../../core/approval/explain/explain.ts';
import { DecisionRequest } from '../../../core/policy/decision-request.ts';
import { mayRead } from '../../../core/policy/may-read.ts';
import { refused, tool } from './tool.ts';

export const explainPolicy = tool({
  name: 'explain_policy',
  title: 'Explain the policy',
  description:
    'What the policy answers: may this person read, propose, approve or execute this change? Every check with its reason. It decides nothing.',
  input: DecisionRequest,
  asks: false,
  run: async ({ policy, now }, who, request) => {
    const foreign = request.actions.find(({ target }) => !mayRead(policy, who, target));
    if (foreign !== undefined) return refused('actions: a target is not one of your teams');
    const { allowed, because, risk, quorum } = explain(policy, request, now());
    return { kind: 'data', data: { allowed, because, risk: risk.level, riskFactors: risk.factors, quorum } };
  },
});
