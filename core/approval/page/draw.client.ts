import { brief } from './brief.client.ts';
import { change } from './change.client.ts';
import { budgetCard } from './chart/budget.client.ts';
import { chartCard } from './chart/chart.client.ts';
import { clickNotice } from './click.client.ts';
import { unfoldedNow } from './code.client.ts';
import { type Decide, decideCard } from './decide.client.ts';
import { details } from './details.client.ts';
import { byId, el } from './dom.client.ts';
import { hero } from './hero.client.ts';
import { identityNeeded, isOpen } from './identity-needed.client.ts';
import { outcomeCard } from './outcome.client.ts';
import { progressCard } from './progress.client.ts';
import { replaceInPlace } from './replace.client.ts';
import { say } from './say.client.ts';
import { signInCard } from './sign-in/sign-in-card.client.ts';
import { statusWords } from './status.client.ts';
import { choose, type Ui } from './ui.client.ts';
import type { View } from './view/view.ts';
import { why } from './why.client.ts';

/** For who goes by keyboard: to what would be done, never past it. A button, because the address holds the token. */
const skip = (): HTMLElement => {
  const button = el('button', { type: 'button', class: 'skip', id: 'skip' }, say('skipToChange'));
  button.addEventListener('click', () => {
    byId('change').focus();
    byId('change').scrollIntoView();
  });
  return button;
};

/** Draws everything from the view and from what the person did so far, in the order in which it is to be read. */
export const draw = (view: View, ui: Ui, decide: Decide): void => {
  const again = (): void => draw(view, ui, decide);
  const pick = (index: number): void => {
    choose(ui, index);
    again();
  };
  const unfolded = unfoldedNow();
  const open = isOpen(view);
  const parts = [
    skip(),
    hero(view),
    open ? undefined : clickNotice(view, ui.click),
    view.incident.status === 'awaiting_approval' ? undefined : progressCard(view, unfolded),
    outcomeCard(view),
    open ? brief(view) : undefined,
    why(view, unfolded),
    chartCard(view, unfolded),
    budgetCard(view),
    change(view, ui.chosen, pick, unfolded),
    signInCard(view, identityNeeded(view)),
    open ? decideCard(view, ui, decide, again) : undefined,
    details(view, unfolded),
  ];
  replaceInPlace(
    byId('main'),
    parts.filter((part) => part !== undefined),
  );
  byId('main').setAttribute('aria-busy', String(ui.sending));
  document.title = `${statusWords(view.incident)[0]} · ${view.incident.service}`;
};
