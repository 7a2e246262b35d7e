import { catalogue } from '../../remediation/catalogue.ts';
import { proposalDigest } from '../../remediation/digest.ts';
import type { PlannedAction, Proposal } from '../../remediation/proposal.ts';
import { requiredQuorum } from '../quorum.ts';
import type { ApprovalRequest } from '../request.ts';
import type { ActionView, ChoiceView } from './view.ts';

const actionView = ({ id, target, touched, undo }: PlannedAction, backwards: boolean): ActionView => ({
  id,
  title: catalogue.get(id)?.title ?? id,
  target,
  undo,
  fields: touched.map(({ path, before, after }) =>
    backwards ? { path, before: after, after: before } : { path, before, after },
  ),
});

/**
 * One choice as the approver sees it, with the digest computed from the very object that is shown. A rollback is shown
 * as what it does: the same fields, backwards.
 */
export const choiceView = (request: ApprovalRequest, choice: Proposal): ChoiceView => {
  const backwards = request.purpose === 'rollback';
  const actions = choice.actions.map((action) => actionView(action, backwards));
  const { summary, withinSeconds, stableSeconds } = choice.expected;
  return {
    digest: proposalDigest(choice),
    actions: backwards ? actions.toReversed() : actions,
    risk: choice.risk,
    expected: { summary, withinSeconds, stableSeconds },
    quorum: requiredQuorum(request, choice),
    reasonNeeded: choice.risk.level === 'high',
  };
};
