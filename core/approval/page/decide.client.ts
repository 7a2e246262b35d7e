import { clickNotice } from './click.client.ts';
import { confirmField } from './confirm.client.ts';
import { el } from './dom.client.ts';
import { picked } from './picked.client.ts';
import { type NeededFor, reasonField } from './reason.client.ts';
import { refusedNotice } from './refused.client.ts';
import { say } from './say.client.ts';
import { sentence } from './sentence.client.ts';
import { tick } from './tick.client.ts';
import { secondsLeft } from './timer.client.ts';
import type { Ui } from './ui.client.ts';
import { restorable } from './undo.client.ts';
import type { ChoiceView, RequestView, View } from './view/view.ts';
import { roleText } from './words.client.ts';

export type Decide = (decision: 'approve' | 'reject', choice: ChoiceView) => void;

const consentTick = (ui: Ui, choice: ChoiceView): HTMLElement => {
  const possible = restorable(choice);
  return tick(
    { id: 'consent', checked: possible && (ui.consent ?? true), disabled: !possible },
    say(possible ? 'consent' : 'consentImpossible'),
    (checked) => {
      ui.consent = checked;
    },
  );
};

/** Apart from everything else, and never ticked beforehand. */
const breakGlass = (ui: Ui, again: () => void): HTMLElement =>
  el(
    'div',
    { class: 'emergency' },
    tick({ id: 'break-glass', checked: ui.breakGlass }, say('breakGlass'), (checked) => {
      ui.breakGlass = checked;
      again();
    }),
    el('p', { class: 'small' }, say('breakGlassTold')),
  );

/** Who else is needed, and what the first one chose. */
const others = ({ quorum }: ChoiceView, { decisions }: RequestView): HTMLElement[] => {
  if (quorum.people < 2) return [];
  const [first] = decisions;
  return [
    el('p', {}, say('oneOfSeveral', quorum)),
    ...(first === undefined ? [] : [el('p', {}, ...sentence('completesQuorum', { name: first.name }))]),
  ];
};

/** Everything that belongs to an approval of this choice, in the order in which it is read; the buttons come after. */
const forApproval = (view: View, ui: Ui, choice: ChoiceView): (HTMLElement | undefined)[] => [
  ...others(choice, view.request),
  view.request.purpose === 'change' && choice.example !== true ? consentTick(ui, choice) : undefined,
];

const neededFor = ({ request }: View, approvable: ChoiceView | undefined): NeededFor => {
  if (approvable?.reasonNeeded) return 'reasonForHigh';
  return request.purpose === 'rollback' ? 'reasonToKeep' : 'reasonToReject';
};

type Labels = Record<'approve' | 'reject', string>;
const labels = ({ request }: View, { sending, breakGlass: alone }: Ui, choice: ChoiceView | undefined): Labels => {
  if (sending) return { approve: say('sending'), reject: say('sending') };
  if (request.purpose === 'rollback') return { approve: say('restore'), reject: say('keep') };
  if (choice?.example === true) return { approve: say('approveExample'), reject: say('reject') };
  return {
    approve: say(alone ? 'approveAlone' : 'approve'),
    reject: say(choice === undefined ? 'rejectAll' : 'reject'),
  };
};

const methods = { link: 'methodLink', iam: 'methodIam', oidc: 'methodOidc' } as const;

const whoLine = ({ you }: View, { example }: ChoiceView): HTMLElement =>
  el(
    'p',
    { class: 'quiet small' },
    ...sentence(example === true ? 'decideAsExample' : 'decideAs', {
      name: you.name,
      role: roleText(you.role),
      method: say(methods[you.method]),
    }),
  );

/**
 * The buttons and what goes with them, below everything that must be read before; to do nothing is to reject, so it has the
 * one button. `aria-disabled` while a decision is on its way, so that the focus is not lost; the caller ignores clicks then.
 */
export const decideCard = (view: View, ui: Ui, decide: Decide, again: () => void): HTMLElement => {
  const card = (...content: (HTMLElement | undefined)[]): HTMLElement =>
    el(
      'section',
      { class: 'card accent', 'aria-labelledby': 'decide' },
      el('h2', { id: 'decide' }, say('yourDecision')),
      ...content,
    );
  const choice = picked(view, ui);
  // A rejection is of everything that was proposed, whatever it names.
  const named = choice ?? view.choices[0];
  if (named === undefined) return card(el('p', { class: 'notice bad' }, say('nothingToApprove')));
  if (secondsLeft(view) === 0) return card(el('p', { class: 'notice' }, say('timeIsOver')));

  const approvable = choice?.refused === undefined ? choice : undefined;
  const { rejectRefused } = view.request;
  const label = labels(view, ui, choice);
  const button = (decision: 'approve' | 'reject', tone: string): HTMLElement => {
    const attributes = { type: 'button', id: decision, class: tone, 'aria-disabled': String(ui.sending) };
    const one = el('button', attributes, label[decision]);
    one.addEventListener('click', () => decide(decision, named));
    return one;
  };
  return card(
    named.example === true ? el('p', { class: 'notice' }, say('briefExample')) : undefined,
    choice?.refused === undefined ? undefined : refusedNotice(choice.refused, 'cannotApprove'),
    ...(approvable === undefined ? [] : forApproval(view, ui, approvable)),
    choice?.refused !== undefined || rejectRefused === undefined
      ? undefined
      : refusedNotice(rejectRefused, 'cannotReject'),
    approvable === undefined && rejectRefused !== undefined ? undefined : reasonField(ui, neededFor(view, approvable)),
    approvable?.confirm === undefined ? undefined : confirmField(ui, approvable.confirm),
    approvable?.breakGlassPossible ? breakGlass(ui, again) : undefined,
    clickNotice(view, ui.click),
    el(
      'div',
      { class: 'buttons' },
      approvable === undefined ? undefined : button('approve', ui.breakGlass ? 'stop full' : 'go'),
      rejectRefused === undefined ? button('reject', 'stop') : undefined,
    ),
    approvable === undefined && rejectRefused !== undefined ? undefined : whoLine(view, named),
  );
};
