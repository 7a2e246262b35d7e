import { el } from './dom.client.ts';
import type { Answer, DecisionView, View } from './view.ts';
import { firstUpper, timeOf } from './words.client.ts';

const decisionLine = (
  { name, decision, at, reason, rollbackConsent, digest }: DecisionView,
  you: boolean,
): HTMLElement =>
  el(
    'li',
    { class: decision === 'approved' ? 'good' : 'bad' },
    el('b', {}, firstUpper(decision)),
    ' by ',
    el('bdi', {}, name),
    you ? ' (you)' : '',
    ' at ',
    timeOf(at),
    el(
      'div',
      { class: 'quiet small' },
      'Digest ',
      el('code', {}, digest.slice(0, 12)),
      decision === 'approved' ? `, ${rollbackConsent ? 'rollback allowed' : 'rollback only after asking again'}` : '',
      ...(reason === undefined ? [] : [' · “', el('bdi', {}, reason), '”']),
    ),
  );

const closedLine = ({ outcome, message, at }: Answer): HTMLElement =>
  outcome === 'late' && at !== undefined
    ? el(
        'p',
        { class: 'notice' },
        'This request expired at ',
        timeOf(at),
        '. Silence is no consent: nothing will be changed by it.',
      )
    : el('p', { class: outcome === 'not-permitted' ? 'quiet' : 'notice' }, el('bdi', {}, `${firstUpper(message)}.`));

/** Who decided what and when; and, where this person can do nothing (more), why. */
export const outcomeCard = ({ request, you }: View): HTMLElement | undefined => {
  const { decisions, closed } = request;
  if (decisions.length === 0 && closed === undefined) return undefined;
  return el(
    'section',
    { class: 'card', 'aria-labelledby': 'decided' },
    el('h2', { id: 'decided', tabindex: '-1' }, decisions.length === 0 ? 'No decision from you' : 'Decision'),
    decisions.length === 0
      ? undefined
      : el('ul', { class: 'steps' }, ...decisions.map((one) => decisionLine(one, one.by === you.id))),
    // `already` would repeat the line of the decision itself.
    closed === undefined || closed.outcome === 'already' ? undefined : closedLine(closed),
  );
};

/** What a click was answered with, once nothing can be clicked any more. */
export const clickAnswer = ({ request }: View, answer: Answer | undefined): HTMLElement | undefined => {
  if (answer === undefined || answer.outcome === 'decided' || request.closed === undefined) return undefined;
  const { by, at, decision, message } = answer;
  const name = request.decisions.find((one) => one.by === by)?.name ?? by;
  const words =
    name === undefined || at === undefined || decision === undefined
      ? [el('bdi', {}, `${firstUpper(message)}.`)]
      : [`Already ${decision} by `, el('bdi', {}, name), ' at ', timeOf(at), '. Your click changed nothing.'];
  return el('p', { class: 'notice', id: 'answer', tabindex: '-1' }, ...words);
};
