import { el } from './dom.client.ts';
import { fact } from './fact.client.ts';
import { riskTag } from './facts.client.ts';
import { approvedChoice } from './picked.client.ts';
import { say } from './say.client.ts';
import { undoInShort } from './undo.client.ts';
import type { ChoiceView, View } from './view.ts';
import { firstUpper, percent, valueText } from './words.client.ts';

/** Longer values say nothing in a short line; they are below, whole. */
const short = 24;

const changed = ({ title, actions }: ChoiceView): (Node | string)[] => {
  const names = title ?? actions.map((action) => action.title).join(', ');
  const fields = actions.flatMap((action) => action.fields);
  const [first] = fields.map(({ before, after }) => [valueText(before), valueText(after)] as const);
  const values = first?.every((value) => value.length <= short)
    ? [' ', el('b', {}, el('bdi', {}, first[0]), ' → ', el('bdi', {}, first[1]))]
    : [];
  const more = fields.length - 1;
  return [
    el('bdi', {}, firstUpper(names)),
    ...values,
    more > 0 && values.length > 0 ? `, ${say('briefMore', { count: more })}` : '',
  ];
};

/** The whole request on the first screen of a phone: what is proposed, how sure the cause is, what it risks. */
export const brief = (view: View): HTMLElement | undefined => {
  const choice = approvedChoice(view) ?? view.choices[0];
  const [cause] = view.diagnosis?.causes ?? [];
  if (choice === undefined || view.request.purpose === 'rollback') return undefined;
  return el(
    'section',
    { class: 'card brief', 'aria-labelledby': 'brief' },
    el('h2', { id: 'brief', class: 'unseen' }, say('inShort')),
    el(
      'dl',
      { class: 'facts' },
      fact(say('briefChange'), ...changed(choice)),
      fact(say('briefRisk'), riskTag(choice), ' ', say(undoInShort(choice))),
      ...(cause === undefined
        ? []
        : [fact(say('briefCause'), say('briefSure', { percent: percent(cause.confidence) }))]),
    ),
  );
};
