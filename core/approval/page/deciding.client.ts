import { type DecisionBody, sendDecision } from './api.client.ts';
import { confirmed } from './confirm.client.ts';
import type { Click, Ui } from './ui.client.ts';
import { restorable } from './undo.client.ts';
import type { ChoiceView, View } from './view/view.ts';

type Pressed = 'approve' | 'reject';

/** Marks what is missing for this decision; the id of the first field to fill in, or undefined when nothing is. */
export const missing = (ui: Ui, decision: Pressed, choice: ChoiceView): 'reason' | 'confirm' | undefined => {
  const approves = decision === 'approve';
  ui.reasonMissing = (!approves || choice.reasonNeeded) && ui.reason.trim() === '';
  ui.confirmWrong = approves && choice.confirm !== undefined && !confirmed(ui, choice.confirm);
  if (ui.reasonMissing) return 'reason';
  return ui.confirmWrong ? 'confirm' : undefined;
};

/** What is sent: nothing that was not asked for. */
export const bodyOf = (ui: Ui, decision: Pressed, choice: ChoiceView): DecisionBody => {
  const approves = decision === 'approve';
  const reason = ui.reason.trim();
  return {
    decision,
    digest: choice.digest,
    rollbackConsent: choice.example !== true && restorable(choice) && (ui.consent ?? true),
    ...(reason === '' ? {} : { reason }),
    ...(approves && choice.confirm !== undefined ? { confirm: ui.confirm.trim() } : {}),
    ...(approves && choice.breakGlassPossible && ui.breakGlass ? { breakGlass: true as const } : {}),
  };
};

/** Sends it, once. */
export const send = async (token: string, body: DecisionBody): Promise<Click> => {
  const sent = await sendDecision(token, body);
  return sent.kind === 'answered' ? { kind: 'answered', answer: sent.body } : sent;
};

/** What a view that was read afterwards says about a click that had no answer. */
export const found = (click: Click, view: View): Click => {
  if (click.kind !== 'lost' && click.kind !== 'not-recorded') return click;
  const own = view.request.decisions.some(({ by }) => by === view.you.id);
  return own ? { kind: 'arrived' } : { kind: 'not-recorded', at: view.now };
};
