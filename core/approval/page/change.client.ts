import { el } from './dom.client.ts';
import { choiceFacts, riskTag } from './facts.client.ts';
import type { ActionView, ChoiceView, FieldView, View } from './view.ts';
import { resourceText, valueText } from './words.client.ts';

const field = ({ path, before, after }: FieldView): HTMLElement =>
  el(
    'div',
    { class: 'field' },
    el('span', { class: 'path mono' }, el('bdi', {}, path)),
    el('span', { class: 'was' }, el('span', { class: 'unseen' }, 'from '), el('bdi', {}, valueText(before))),
    el('span', { class: 'arrow', 'aria-hidden': 'true' }, '→'),
    el('span', { class: 'becomes' }, el('span', { class: 'unseen' }, 'to '), el('bdi', {}, valueText(after))),
  );

const action = ({ title, target, fields }: ActionView): HTMLElement =>
  el(
    'div',
    { class: 'action' },
    el('h3', {}, el('bdi', {}, title)),
    el('p', { class: 'quiet small' }, el('bdi', {}, resourceText(target))),
    ...fields.map(field),
  );

const option = (choice: ChoiceView, index: number, chosen: number, choose: (index: number) => void): HTMLElement => {
  const picked = index === chosen;
  const input = el('input', { type: 'radio', name: 'choice', id: `choice-${index}`, checked: picked });
  input.addEventListener('change', () => choose(index));
  const name = index === 0 ? 'Recommended' : `Alternative ${index}`;
  return el(
    'div',
    { class: 'choice' },
    el('label', { class: 'check pick' }, input, el('span', {}, el('b', {}, name), ' ', riskTag(choice))),
    ...choice.actions.map(action),
    picked ? choiceFacts(choice, 'change') : undefined,
  );
};

const heading = ({ request }: View, approved: boolean): string => {
  if (request.purpose === 'rollback') return 'Restore the prior state';
  return approved ? 'Approved change' : 'Proposed change';
};

/** What exactly would be done, field by field; several changes to choose from while a choice can still be made. */
export const change = (view: View, chosen: number, choose: (index: number) => void): HTMLElement => {
  const { choices, request } = view;
  const approved = request.decisions.find(({ decision }) => decision === 'approved')?.digest;
  const card = (...content: HTMLElement[]): HTMLElement =>
    el('section', { class: 'card', 'aria-labelledby': 'change' }, ...content);
  if (choices.length > 1 && approved === undefined && request.closed === undefined) {
    const options = choices.map((choice, index) => option(choice, index, chosen, choose));
    return card(el('fieldset', {}, el('legend', { id: 'change' }, 'Choose one change'), ...options));
  }
  const [shown] = approved === undefined ? choices : choices.filter(({ digest }) => digest === approved);
  const title = el('h2', { id: 'change' }, heading(view, approved !== undefined));
  return shown === undefined
    ? card(
        title,
        el('p', {}, 'The stored proposal is not the one this link was made for. It cannot be shown or approved.'),
      )
    : card(title, ...shown.actions.map(action), choiceFacts(shown, request.purpose));
};
