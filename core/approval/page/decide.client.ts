import { el } from './dom.client.ts';
import { picked } from './picked.client.ts';
import type { Ui } from './ui.client.ts';
import type { ChoiceView, View } from './view.ts';

export type Decide = (decision: 'approve' | 'reject', choice: ChoiceView, rollbackConsent: boolean) => void;

const words = {
  change: { approve: 'Approve this change', reject: 'Reject', consent: true },
  rollback: { approve: 'Restore the prior state', reject: 'Keep the change', consent: false },
} as const;

const restorable = ({ actions }: ChoiceView): boolean => actions.some(({ undo }) => undo === 'restore');

const consentBox = (ui: Ui, choice: ChoiceView): HTMLElement => {
  const possible = restorable(choice);
  const box = el('input', {
    type: 'checkbox',
    id: 'consent',
    checked: possible && (ui.consent ?? true),
    disabled: !possible,
  });
  box.addEventListener('change', () => {
    ui.consent = box.checked;
  });
  const text = possible
    ? 'If it does not help, restore the prior values without asking me again'
    : 'This change cannot be taken back automatically';
  return el('label', { class: 'check' }, box, el('span', {}, text));
};

const reasonHint = (choice: ChoiceView | undefined, rollback: boolean): string => {
  if (choice?.reasonNeeded) return 'Needed: this change has a high risk.';
  return rollback ? 'Needed to keep the change.' : 'Needed to reject.';
};

const reasonField = (ui: Ui, choice: ChoiceView | undefined, rollback: boolean): HTMLElement => {
  const area = el('textarea', {
    id: 'reason',
    maxlength: '1000',
    rows: '2',
    autocomplete: 'off',
    'aria-describedby': 'reason-hint',
    'aria-invalid': ui.reasonMissing ? 'true' : 'false',
  });
  area.value = ui.reason;
  area.addEventListener('input', () => {
    ui.reason = area.value;
  });
  const hint = ui.reasonMissing ? 'Say why in a few words. ' : '';
  return el(
    'div',
    {},
    el('label', { for: 'reason' }, 'Reason'),
    area,
    el(
      'p',
      { id: 'reason-hint', class: 'quiet small' },
      ui.reasonMissing ? el('b', {}, hint) : undefined,
      reasonHint(choice, rollback),
    ),
  );
};

/**
 * The two buttons and what goes with them; to do nothing is to reject, so it has the one button. `aria-disabled` while
 * one is on its way, so that the focus is not lost; the caller ignores clicks then.
 */
export const decideCard = (view: View, ui: Ui, decide: Decide): HTMLElement => {
  const { you, request, choices } = view;
  const choice = picked(view, ui);
  // A rejection is of everything that was proposed, whatever it names.
  const named = choice ?? choices[0];
  if (named === undefined) return el('p', { class: 'notice bad' }, 'There is nothing that could be approved.');
  const text = words[request.purpose];
  const button = (decision: 'approve' | 'reject', tone: string): HTMLElement => {
    const name = choice === undefined ? 'Reject, do nothing' : text[decision];
    const label = ui.sending ? 'Sending…' : name;
    const one = el('button', { type: 'button', id: decision, class: tone, 'aria-disabled': String(ui.sending) }, label);
    one.addEventListener('click', () => decide(decision, named, restorable(named) && (ui.consent ?? true)));
    return one;
  };
  const { answer } = ui;
  return el(
    'section',
    { class: 'card accent', 'aria-labelledby': 'decide' },
    el('h2', { id: 'decide' }, 'Your decision'),
    text.consent && choice !== undefined ? consentBox(ui, choice) : undefined,
    reasonField(ui, choice, request.purpose === 'rollback'),
    answer === undefined
      ? undefined
      : el('p', { class: 'notice bad', id: 'answer', tabindex: '-1' }, el('bdi', {}, answer.message)),
    el(
      'div',
      { class: 'buttons' },
      choice === undefined ? undefined : button('approve', 'go'),
      button('reject', 'stop'),
    ),
    el(
      'p',
      { class: 'quiet small' },
      'You decide as ',
      el('bdi', {}, you.name),
      ` (${you.role}). Nothing changes before that.`,
    ),
  );
};
