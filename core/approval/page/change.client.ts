import { asCode, type Unfolded } from './code.client.ts';
import { el } from './dom.client.ts';
import { choiceFacts, riskTag } from './facts.client.ts';
import { approvedChoice, canChoose, nothing } from './picked.client.ts';
import { say } from './say.client.ts';
import type { ActionView, ChoiceView, FieldView, View } from './view/view.ts';
import { firstUpper, resourceText, valueText } from './words.client.ts';

/** How many characters two long values begin with alike, up to a separator: what differs is what is read. */
const shared = (a: string, b: string): number => {
  let end = 0;
  while (end < a.length && a[end] === b[end]) end += 1;
  const alike = a.slice(0, end).match(/^.*[/:]/)?.[0].length ?? 0;
  return alike < 12 ? 0 : alike;
};

/** A whole value; the beginning that it shares with the other one is less loud, the rest of it stays in one piece. */
const valueOf = (value: string, alike: number): HTMLElement =>
  alike === 0
    ? el('bdi', {}, value)
    : el(
        'bdi',
        {},
        el('span', { class: 'alike' }, value.slice(0, alike)),
        el('span', { class: 'differs' }, value.slice(alike)),
      );

const field = ({ path, before, after }: FieldView): HTMLElement => {
  const [was, becomes] = [valueText(before), valueText(after)];
  const alike = shared(was, becomes);
  return el(
    'div',
    { class: 'field' },
    el('span', { class: 'path mono' }, el('bdi', {}, path)),
    el('span', { class: 'was' }, el('span', { class: 'unseen' }, `${say('fromValue')} `), valueOf(was, alike)),
    el('span', { class: 'arrow', 'aria-hidden': 'true' }, '→'),
    el('span', { class: 'becomes' }, el('span', { class: 'unseen' }, `${say('toValue')} `), valueOf(becomes, alike)),
  );
};

const action = ({ title, target, fields }: ActionView): HTMLElement =>
  el(
    'div',
    { class: 'action' },
    el('h3', {}, el('bdi', {}, firstUpper(title))),
    el('p', { class: 'quiet small' }, el('bdi', {}, resourceText(target))),
    ...fields.map(field),
  );

export type Choose = (index: number) => void;
/** One option: a button to pick it, its name, and its content. */
const option = (
  index: number,
  { chosen, choose }: { chosen: number; choose: Choose },
  name: (Node | string)[],
  ...content: (HTMLElement | undefined)[]
): HTMLElement => {
  const input = el('input', { type: 'radio', name: 'choice', id: `choice-${index}`, checked: index === chosen });
  input.addEventListener('change', () => choose(index));
  return el(
    'div',
    { class: 'choice' },
    el('label', { class: 'check pick' }, input, el('span', {}, ...name)),
    ...content,
  );
};

const nameOf = (index: number, { title }: ChoiceView): (Node | string)[] => [
  el('b', {}, index === 0 ? say('recommended') : say('alternative', { number: index })),
  ...(title === undefined ? [] : [': ', el('bdi', {}, title)]),
];

const options = (view: View, chosen: number, choose: Choose, unfolded: Unfolded): HTMLElement[] => [
  ...view.choices.map((choice, index) =>
    option(
      index,
      { chosen, choose },
      [...nameOf(index, choice), ' ', riskTag(choice)],
      ...choice.actions.map(action),
      ...(index === chosen ? [choiceFacts(choice, 'change'), ...asCode(choice, unfolded)] : []),
    ),
  ),
  option(
    nothing(view),
    { chosen, choose },
    [el('b', {}, say('doNothing'))],
    el('p', { class: 'quiet small' }, el('bdi', {}, `${firstUpper(view.doNothing ?? '')}.`)),
  ),
];

const heading = ({ request }: View, approved: boolean): string => {
  if (request.purpose === 'rollback') return say('restorePrior');
  return say(approved ? 'approvedChange' : 'proposedChange');
};

/** What exactly would be done, field by field; what to choose from while a choice can still be made. */
export const change = (view: View, chosen: number, choose: Choose, unfolded: Unfolded): HTMLElement => {
  const { choices, request } = view;
  const card = (...content: HTMLElement[]): HTMLElement =>
    el('section', { class: 'card', 'aria-labelledby': 'change' }, ...content);
  if (canChoose(view)) {
    const legend = el(
      'legend',
      { id: 'change', tabindex: '-1' },
      say(choices.length > 1 ? 'chooseOne' : 'proposedChange'),
    );
    return card(el('fieldset', {}, legend, ...options(view, chosen, choose, unfolded)));
  }
  const approved = approvedChoice(view);
  const shown = approved ?? choices[0];
  const title = el('h2', { id: 'change', tabindex: '-1' }, heading(view, approved !== undefined));
  return shown === undefined
    ? card(title, el('p', { class: 'notice bad' }, say('notTheProposal')))
    : card(title, ...shown.actions.map(action), choiceFacts(shown, request.purpose), ...asCode(shown, unfolded));
};
