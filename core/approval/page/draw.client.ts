import { change } from './change.client.ts';
import { chartCard } from './chart.client.ts';
import { unfoldedNow } from './code.client.ts';
import { type Decide, decideCard } from './decide.client.ts';
import { details } from './details.client.ts';
import { byId, el, replaceKeepingFocus } from './dom.client.ts';
import { hero } from './hero.client.ts';
import { clickAnswer, outcomeCard } from './outcome.client.ts';
import { progressCard } from './progress.client.ts';
import type { Ui } from './ui.client.ts';
import type { View } from './view.ts';
import { why } from './why.client.ts';
import { statusWords } from './words.client.ts';

/** A page that has nothing to show but why. */
export const tell = (title: string, text: string): void => {
  byId('main').replaceChildren(el('h1', {}, title), el('p', {}, text));
  byId('main').setAttribute('aria-busy', 'false');
};

/** Draws everything from the view and from what the person did so far. */
export const draw = (view: View, ui: Ui, decide: Decide): void => {
  const choose = (index: number): void => {
    ui.chosen = index;
    delete ui.consent;
    draw(view, ui, decide);
  };
  const unfolded = unfoldedNow();
  const parts = [
    hero(view),
    clickAnswer(view, ui.answer),
    view.incident.status === 'awaiting_approval' ? undefined : progressCard(view, unfolded),
    outcomeCard(view),
    why(view, unfolded),
    chartCard(view, unfolded),
    change(view, ui.chosen, choose, unfolded),
    view.request.closed === undefined ? decideCard(view, ui, decide) : undefined,
    details(view, unfolded),
  ];
  replaceKeepingFocus(
    byId('main'),
    parts.filter((part) => part !== undefined),
  );
  byId('main').setAttribute('aria-busy', 'false');
  document.title = `${statusWords(view.incident.status)[0]} · ${view.incident.service}`;
};
