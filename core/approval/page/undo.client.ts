import type { PageTexts } from '../../policy/language/page-texts.ts';
import { el } from './dom.client.ts';
import { say } from './say.client.ts';
import { sentence } from './sentence.client.ts';
import type { ActionView, ChoiceView } from './view/view.ts';
import { firstUpper, resourceText, valueText } from './words.client.ts';

/** Whether anything of it can be put back automatically. */
export const restorable = ({ actions }: ChoiceView): boolean => actions.some(({ undo }) => undo === 'restore');

/** In three words, the worst first. */
export const undoInShort = ({ actions }: ChoiceView): keyof PageTexts => {
  if (actions.some(({ undo }) => undo === 'irreversible')) return 'briefIrreversible';
  return actions.some(({ undo }) => undo === 'restore') ? 'briefUndoable' : 'briefNothingToUndo';
};

const restored = ({ target, fields }: ActionView): HTMLElement[] =>
  fields.map(({ path, before, after }) =>
    el(
      'li',
      {},
      el('span', { class: 'mono' }, el('bdi', {}, path)),
      el('span', { class: 'quiet' }, ' · ', el('bdi', {}, resourceText(target))),
      el(
        'div',
        {},
        el('span', { class: 'unseen' }, `${say('fromValue')} `),
        el('bdi', { class: 'quiet' }, valueText(after)),
        el('span', { 'aria-hidden': 'true' }, ' → '),
        el('span', { class: 'unseen' }, `${say('toValue')} `),
        el('b', {}, el('bdi', {}, valueText(before))),
      ),
    ),
  );

const told = (actions: readonly ActionView[], key: 'undoNothing' | 'undoImpossible', look: string): HTMLElement[] =>
  actions.map(({ title }) => el('p', { class: look }, ...sentence(key, { action: firstUpper(title) })));

/** The exact undo: field by field backwards, the last change first; and, loudly, what has none. */
export const undo = ({ actions }: ChoiceView): HTMLElement[] => {
  const lines = actions
    .filter((action) => action.undo === 'restore')
    .flatMap(restored)
    .toReversed();
  const of = (kind: ActionView['undo']): ActionView[] => actions.filter((action) => action.undo === kind);
  return [
    ...told(of('irreversible'), 'undoImpossible', 'notice bad'),
    ...(lines.length === 0
      ? []
      : [
          el('p', {}, say('undoRestores')),
          el('ol', { class: 'listed' }, ...lines),
          el('p', { class: 'quiet' }, say('undoOnlyWhere')),
        ]),
    ...told(of('none-needed'), 'undoNothing', ''),
  ];
};
