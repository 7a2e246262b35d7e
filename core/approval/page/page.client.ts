import { fetchView } from './api.client.ts';
import { startComposing } from './composing.client.ts';
import { showConnection } from './connection.client.ts';
import type { Decide } from './decide.client.ts';
import { bodyOf, found, missing, send } from './deciding.client.ts';
import { announce } from './dom.client.ts';
import { draw } from './draw.client.ts';
import { tell } from './first-words.client.ts';
import { newsIn } from './news.client.ts';
import { unfoldForPaper } from './paper.client.ts';
import { nextPoll } from './polling.client.ts';
import { learn, say, wordless } from './say.client.ts';
import { learnTime } from './server-clock.client.ts';
import { signedIn } from './sign-in/sign-in.client.ts';
import { startTimer } from './timer.client.ts';
import { freshUi } from './ui.client.ts';
import type { View } from './view/view.ts';
import { startWatching } from './watch.client.ts';

// The token stays in the fragment, so that a reload works; it is never put into the page.
const token = location.hash.slice(1);
const ui = freshUi();
let shown: View | undefined;
let polling: ReturnType<typeof setTimeout> | undefined;
let asked = 0;
let failures = 0;
/** Nobody reacts to a change within this time: a click that comes sooner was meant for what was there before. */
const reaction = 300;
let steadyFrom = 0;
const redraw = (): void => {
  if (shown !== undefined) draw(shown, ui, decide);
};
const { drawLater } = startComposing(redraw);

const content = ({ words: _words, now: _now, ...view }: View): string => JSON.stringify(view);

/** Draws only what is new. */
const take = (view: View): void => {
  const before = shown;
  learn(view);
  learnTime(view.now);
  shown = view;
  showTime(view);
  const click = ui.click;
  if (click !== undefined) ui.click = found(click, view);
  const same = before !== undefined && content(before) === content(view) && click?.kind === ui.click?.kind;
  if (same) return;
  drawLater();
  if (before === undefined) return;
  if (!ui.sending) steadyFrom = performance.now() + reaction;
  const news = newsIn(before, view);
  if (news !== undefined) announce(news);
};

/** Asks for the view and shows it. Of several answers only the one that was asked for last counts. */
const load = async (): Promise<void> => {
  clearTimeout(polling);
  asked += 1;
  const mine = asked;
  const sent = await fetchView(token, wordless());
  if (mine !== asked) return;
  if (sent.kind === 'answered' && sent.status === 404) return tell('invalid');
  const view = sent.kind === 'answered' && 'now' in sent.body ? sent.body : undefined;
  failures = view === undefined ? failures + 1 : 0;
  if (view !== undefined) take(view);
  else if (shown === undefined) tell('noAnswer');
  if (shown !== undefined) showConnection(trouble(view, sent));
  const wait = nextPoll(shown, performance.now(), failures);
  if (wait !== undefined) polling = setTimeout(() => void load(), wait);
};

const trouble = (view: View | undefined, sent: { kind: string }): 'noConnection' | 'tooMany' | undefined => {
  if (view !== undefined) return undefined;
  return sent.kind === 'turned-away' ? 'tooMany' : 'noConnection';
};

const lookAt = (...ids: string[]): void => {
  const [first] = ids.flatMap((id) => document.getElementById(id) ?? []);
  first?.focus();
  first?.scrollIntoView({ block: 'nearest' });
};

const decide: Decide = (decision, choice) => {
  if (ui.sending || performance.now() < steadyFrom) return;
  delete ui.click;
  const field = missing(ui, decision, choice);
  ui.sending = field === undefined;
  redraw();
  if (field === undefined) void decideOnce(decision, choice);
  else lookAt(field);
};

const decideOnce = async (...[decision, choice]: Parameters<Decide>): Promise<void> => {
  ui.click = await send(token, bodyOf(ui, decision, choice));
  await load();
  ui.sending = false;
  redraw();
  // What else there is to say of the click is read by the focus.
  if (ui.click.kind === 'answered' && ui.click.answer.outcome === 'decided') announce(say('answerRecorded'));
  lookAt('answer', 'state', 'decided');
};

const showTime = startTimer(() => {
  redraw();
  void load();
});

const start = (): void => {
  void load();
  startWatching();
  unfoldForPaper();
  const again = (): void => void load();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') again();
  });
  addEventListener('online', again);
  addEventListener('pageshow', ({ persisted }) => {
    // Back from the history: whatever was on its way then has no answer any more.
    if (persisted) again();
  });
  addEventListener('hashchange', () => {
    if (location.hash.slice(1) !== token) location.reload();
  });
};

if (token === '' && signedIn() === undefined) tell('incomplete');
else start();
