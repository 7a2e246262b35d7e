import { blastRadius } from '../../../remediation/blast-radius.ts';
import { catalogue } from '../../../remediation/catalogue.ts';
import { diffOf } from '../../../remediation/diff.ts';
import { proposalDigest } from '../../../remediation/digest.ts';
import { keepAsCode } from '../../../remediation/keep.ts';
import { reversed } from '../../../remediation/observe.ts';
import type { PlannedAction, Proposal } from '../../../remediation/proposal.ts';
import { nameToType } from '../../confirmation.ts';
import { requiredQuorum } from '../../quorum.ts';
import type { ApprovalRequest } from '../../request.ts';
import { breakGlassPossible, refusal } from './allowed.ts';
import type { PageRecords } from './records.ts';
import { textLines } from './text-lines.ts';
import type { ActionView, ChoiceView } from './view.ts';

/** What it would do, with the names in it; of a rollback the title alone, which says no more than is true. */
const titleOf = ({ id, parameters }: PlannedAction, { purpose }: ApprovalRequest): string => {
  const action = catalogue.get(id);
  return (purpose === 'rollback' ? action?.title : action?.would(parameters)) ?? id;
};

const actionView = (planned: PlannedAction, request: ApprovalRequest): ActionView => ({
  id: planned.id,
  title: titleOf(planned, request),
  target: planned.target,
  undo: planned.undo,
  fields: planned.touched.map(({ path, before, after }) => ({ path, before, after })),
});

/** What a request would do: the planned actions, or for a rollback the same fields backwards, the last action first. */
const whatItDoes = ({ purpose }: ApprovalRequest, { actions }: Proposal): PlannedAction[] =>
  purpose === 'rollback'
    ? actions.map((action) => ({ ...action, touched: reversed(action.touched) })).toReversed()
    : actions;

/** One choice as the approver sees it, with the digest computed from the very object that is shown. */
export const choiceView = (
  { approval: { request }, identity, denied, policy }: Pick<PageRecords, 'approval' | 'identity' | 'denied' | 'policy'>,
  choice: Proposal,
  record?: string,
): ChoiceView => {
  const actions = whatItDoes(request, choice);
  const { patches, notes } = request.purpose === 'rollback' ? { patches: [], notes: [] } : keepAsCode(actions);
  const confirm = nameToType(choice);
  const refused = refusal(denied, identity, 'approve', choice);
  const { summary, withinSeconds, stableSeconds } = choice.expected;
  return {
    digest: proposalDigest(choice),
    ...(choice.title === undefined ? {} : { title: choice.title }),
    actions: actions.map((action) => actionView(action, request)),
    diff: textLines(diffOf(actions)),
    patches: patches.map(({ form, text }) => ({ form, lines: textLines(text) })),
    notes,
    ...(record === undefined ? {} : { record }),
    blastRadius: blastRadius(actions),
    risk: choice.risk,
    expected: { summary, withinSeconds, stableSeconds },
    quorum: requiredQuorum(request, choice),
    ...(choice.mode !== undefined && request.purpose === 'change' ? { example: true } : {}),
    reasonNeeded: choice.risk.level === 'high',
    ...(confirm === undefined ? {} : { confirm }),
    ...(refused === undefined ? {} : { refused }),
    ...(breakGlassPossible(policy, identity, request, choice) ? { breakGlassPossible: true } : {}),
  };
};
