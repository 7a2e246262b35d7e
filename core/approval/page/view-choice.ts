import { catalogue } from '../../remediation/catalogue.ts';
import { proposalDigest } from '../../remediation/digest.ts';
import type { PlannedAction, Proposal } from '../../remediation/proposal.ts';
import { requiredQuorum } from '../quorum.ts';
import type { ApprovalRequest } from '../request.ts';
import type { ActionView, ChoiceView } from './view.ts';

/** What it would do, with the names in it; of a rollback the title alone, which says no more than is true. */
const titleOf = ({ id, parameters }: PlannedAction, backwards: boolean): string => {
  const action = catalogue.get(id);
  return (backwards ? action?.title : action?.would(parameters)) ?? id;
};

const actionView = (planned: PlannedAction, backwards: boolean): ActionView => ({
  id: planned.id,
  title: titleOf(planned, backwards),
  target: planned.target,
  undo: planned.undo,
  fields: planned.touched.map(({ path, before, after }) =>
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
