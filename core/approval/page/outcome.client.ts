import { el } from './dom.client.ts';
import { onlyViews } from './identity-needed.client.ts';
import { say } from './say.client.ts';
import { sentence } from './sentence.client.ts';
import type { Answer, DecisionView, RequestView, View } from './view/view.ts';
import { timeOf } from './words.client.ts';

const decisionLine = (
  { name, decision, at, reason, rollbackConsent, digest }: DecisionView,
  you: boolean,
  example: boolean,
): HTMLElement => {
  const who = el('span', {}, el('bdi', {}, name), you ? ` ${say('you')}` : '');
  const allowed = `, ${say(rollbackConsent ? 'rollbackAllowed' : 'rollbackAsks')}`;
  return el(
    'li',
    { class: decision === 'approved' ? 'good' : 'bad' },
    el('b', {}, ...sentence(decision === 'approved' ? 'approvedBy' : 'rejectedBy', { name: who, at: timeOf(at) })),
    el(
      'div',
      { class: 'quiet small' },
      ...sentence('decidedDigest', {
        digest: el('code', { title: digest }, digest.slice(0, 12), el('span', { class: 'printed' }, digest.slice(12))),
      }),
      decision === 'approved' && !example ? allowed : '',
      ...(reason === undefined ? [] : [' · “', el('bdi', {}, reason), '”']),
    ),
  );
};

const closedLine = ({ outcome, message, why, at }: Answer): HTMLElement => {
  if (outcome === 'late' && at !== undefined) {
    return el('p', { class: 'notice' }, ...sentence('expiredAt', { at: timeOf(at) }));
  }
  return outcome === 'not-permitted'
    ? el('p', { class: 'quiet' }, ...sentence('closedNotAsked', { why: message }))
    : el('p', { class: 'notice' }, ...sentence('closedVoid', { why: why ?? message }));
};

/** That approvals are there and more are needed. */
const waiting = ({ status, decisions }: RequestView, { choices }: View): HTMLElement | undefined => {
  const [first] = decisions;
  const people = choices.find(({ digest }) => digest === first?.digest)?.quorum.people ?? 1;
  if (status !== 'pending' || first?.decision !== 'approved' || decisions.length >= people) return undefined;
  return el('p', { class: 'notice' }, say('waitsForOthers', { approved: decisions.length, people }));
};

/** Who decided what and when; and, where this person can do nothing (more), why. */
export const outcomeCard = (view: View): HTMLElement | undefined => {
  const { request, you } = view;
  const { decisions } = request;
  // Where nothing is executed nothing is rolled back.
  const example = view.choices[0]?.example === true;
  // Whoever only has to show who they are is told so beside the buttons.
  const closed = onlyViews(view) ? undefined : request.closed;
  if (decisions.length === 0 && closed === undefined) return undefined;
  return el(
    'section',
    { class: 'card', 'aria-labelledby': 'decided' },
    el('h2', { id: 'decided', tabindex: '-1' }, say(decisions.length === 0 ? 'noDecision' : 'decision')),
    decisions.length === 0
      ? undefined
      : el('ul', { class: 'steps' }, ...decisions.map((one) => decisionLine(one, one.by === you.id, example))),
    waiting(request, view),
    // `already` would repeat the line of the decision itself.
    closed === undefined || closed.outcome === 'already' ? undefined : closedLine(closed),
  );
};
