import { approvedDigest, chosenOf } from '../../approval/chosen.ts';
import { proposalDigest } from '../../remediation/digest.ts';
import type { ChoiceSet, PlannedAction, Proposal } from '../../remediation/proposal.ts';
import { code, fact, type Line, list, section, type Section, text } from '../document.ts';
import type { Facts } from '../facts.ts';
import { counted, resourceLine, valuePart } from '../words.ts';

const fieldLines = ({ id, target, touched, undo }: PlannedAction): Line[] =>
  touched.map(({ path, before, after }) => [
    ...resourceLine(target),
    ': ',
    code(path),
    ' from ',
    valuePart(before),
    ' to ',
    valuePart(after),
    ' (',
    code(id),
    `, undo ${undo})`,
  ]);

const nameOf = ({ title, actions }: Proposal): Line =>
  title === undefined ? [code(actions.map(({ id }) => id).join(', '))] : [fact(title)];

const about = (proposal: Proposal): Line[] => [
  ['Digest ', code(proposalDigest(proposal))],
  ['Risk ', proposal.risk.level, ': ', fact(proposal.risk.factors.join('; ') || 'no factor')],
  [
    `Needs ${counted(proposal.quorum.people, 'person', 'people')} of ${counted(proposal.quorum.roles, 'role', 'roles')}, policy `,
    code(proposal.policyVersion),
  ],
  ['Expected: ', fact(proposal.expected.summary)],
];

/** The choice that was approved, field by field, or the recommendation where none was. */
export const change = ({ choices, decisions }: Facts): Section => {
  if (choices === undefined) return section('Change', 'No change was proposed.');
  const proposal = chosenOf(choices, decisions);
  const approved = proposalDigest(proposal) === approvedDigest(decisions);
  return section(
    'Change',
    '',
    text(approved ? 'This was approved: ' : 'This was recommended and not approved: ', ...nameOf(proposal), '.'),
    ...list('fields', proposal.actions.flatMap(fieldLines)),
    text('What it was judged by:'),
    ...list('lines', about(proposal)),
  );
};

const others = ({ choices }: ChoiceSet, chosen: Proposal): Proposal[] =>
  choices.filter((one) => proposalDigest(one) !== proposalDigest(chosen));

/** What was offered beside it, and what doing nothing would have meant. */
export const notDone = ({ choices, decisions }: Facts): Section => {
  if (choices === undefined) return section('Not done', 'There was nothing to choose from.');
  const chosen = chosenOf(choices, decisions);
  return section(
    'Not done',
    '',
    ...list('alternatives', [
      ...others(choices, chosen).map(
        (one): Line => [
          'Not chosen, risk ',
          one.risk.level,
          ': ',
          ...nameOf(one),
          ', digest ',
          code(proposalDigest(one)),
        ],
      ),
      ['To do nothing: ', fact(choices.doNothing)],
    ]),
  );
};
