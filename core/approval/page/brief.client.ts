import { el } from './dom.client.ts';
import { fact } from './fact.client.ts';
import { riskTag } from './facts.client.ts';
import { isOpen } from './identity-needed.client.ts';
import { approvedChoice } from './picked.client.ts';
import { say } from './say.client.ts';
import { undoInShort } from './undo.client.ts';
import type { ActionView, ChoiceView, View } from './view/view.ts';
import { firstUpper, percent, valueText } from './words.client.ts';

/** Longer values say nothing in a short line; they are below, whole. */
const short = 24;

/** More actions than this are counted. */
const most = 3;

/** What one action does, with the first value that it changes where that is short. */
const line = ({ title, fields }: ActionView): HTMLElement => {
  const [first] = fields.map(({ before, after }) => [valueText(before), valueText(after)] as const);
  const values = first?.every((value) => value.length <= short)
    ? [' ', el('b', {}, el('bdi', {}, first[0]), ' → ', el('bdi', {}, first[1]))]
    : [];
  const more = fields.length > 1 && values.length > 0 ? [`, ${say('briefMore', { count: fields.length - 1 })}`] : [];
  return el('p', {}, el('bdi', {}, firstUpper(title)), ...values, ...more);
};

const changed = ({ title, actions }: ChoiceView): HTMLElement[] => [
  ...(title === undefined ? [] : [el('p', {}, el('bdi', {}, firstUpper(title)))]),
  ...actions.slice(0, most).map(line),
  ...(actions.length > most ? [el('p', {}, say('briefMore', { count: actions.length - most }))] : []),
];

/** The worst of it in a line: the undo alone would make a restart look harmless. Low risk needs no more than its tag. */
const worst = ({ risk: { level, factors } }: ChoiceView): HTMLElement[] =>
  level === 'low' ? [] : factors.slice(0, 1).map((factor) => el('p', {}, el('bdi', {}, firstUpper(factor))));

/** The whole request on the first screen of a phone: what is proposed, how sure the cause is, what it risks. */
export const brief = (view: View): HTMLElement | undefined => {
  const choice = approvedChoice(view) ?? view.choices[0];
  const [cause] = view.diagnosis?.causes ?? [];
  if (choice === undefined || view.request.purpose === 'rollback') return undefined;
  return el(
    'section',
    { class: 'card brief', 'aria-labelledby': 'brief' },
    el('h2', { id: 'brief', class: 'unseen' }, say('inShort')),
    choice.example === true ? el('p', { class: 'notice' }, say('briefExample')) : undefined,
    el(
      'dl',
      { class: 'facts' },
      fact(say('briefChange'), ...changed(choice)),
      fact(say('briefRisk'), riskTag(choice), ' ', say(undoInShort(choice)), ...worst(choice)),
      ...(cause === undefined
        ? []
        : [fact(say('briefCause'), say('briefSure', { percent: percent(cause.confidence) }))]),
    ),
    // Said first to whoever could only read it at the end of the page.
    choice.refused?.identityNeeded === true && isOpen(view)
      ? el('p', { class: 'notice small' }, say('briefLinkOnly'))
      : undefined,
  );
};
