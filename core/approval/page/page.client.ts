import { fetchView, sendDecision } from './api.client.ts';
import type { Decide } from './decide.client.ts';
import { announce, byId } from './dom.client.ts';
import { draw, tell } from './draw.client.ts';
import { nextPoll } from './polling.client.ts';
import { learn } from './say.client.ts';
import { signedIn } from './sign-in.client.ts';
import { startTimer } from './timer.client.ts';
import { freshUi } from './ui.client.ts';
import type { ChoiceView, View } from './view.ts';
import { statusWords } from './words.client.ts';

// The token stays in the fragment, so that a reload works; it is never put into the page.
const token = location.hash.slice(1);
const ui = freshUi();
let shown: View | undefined;
let polling: ReturnType<typeof setTimeout> | undefined;

const redraw = (): void => {
  if (shown !== undefined) draw(shown, ui, decide);
};

const withoutClock = (view: View): string => JSON.stringify({ ...view, now: '' });

/** Draws only what is new: a page that changes under a thumb is a page one hits wrongly. */
const take = (view: View): void => {
  const before = shown;
  learn(view.words);
  shown = view;
  showTime(view);
  if (before !== undefined && withoutClock(before) === withoutClock(view)) return;
  redraw();
  if (before !== undefined && before.incident.status !== view.incident.status) {
    announce(statusWords(view.incident.status)[0]);
  }
};

const load = async (): Promise<void> => {
  clearTimeout(polling);
  const sent = await fetchView(token);
  if (sent.kind === 'answered' && sent.status === 404) {
    tell(
      'This link is not valid',
      'It may be incomplete, too old, or meant for somebody else. Open the link of the newest notice again. Nothing was decided by opening it.',
    );
    return;
  }
  if (sent.kind === 'answered' && sent.status === 200) take(sent.body);
  else if (shown === undefined)
    tell('No answer yet', 'The request cannot be loaded. Trying again by itself; nothing was decided.');
  else announce('No connection. Trying again.');
  clearTimeout(polling);
  const wait = nextPoll(shown, performance.now());
  if (wait !== undefined) polling = setTimeout(() => void load(), wait);
};

const decide: Decide = (decision, choice, rollbackConsent) => {
  if (ui.sending) return;
  delete ui.answer;
  ui.reasonMissing = (decision === 'reject' || choice.reasonNeeded) && ui.reason.trim() === '';
  ui.sending = !ui.reasonMissing;
  redraw();
  if (ui.reasonMissing) byId('reason').focus();
  else void send(decision, choice, rollbackConsent);
};

const send = async (
  decision: 'approve' | 'reject',
  { digest }: ChoiceView,
  rollbackConsent: boolean,
): Promise<void> => {
  const reason = ui.reason.trim();
  const sent = await sendDecision(token, { decision, digest, rollbackConsent, ...(reason === '' ? {} : { reason }) });
  ui.sending = false;
  ui.answer =
    sent.kind === 'answered'
      ? sent.body
      : {
          outcome: 'refused',
          message: 'There was no answer. Your decision may have arrived: wait for this page to look again',
        };
  announce(ui.answer.message);
  redraw();
  await load();
  const [first] = ['answer', 'state', 'decided'].flatMap((id) => document.getElementById(id) ?? []);
  first?.focus();
  first?.scrollIntoView({ block: 'nearest' });
};

const showTime = startTimer(() => void load());

if (token === '' && signedIn() === undefined) {
  tell(
    'This link is incomplete',
    'The part after the # sign is missing. Open the whole link of the notice again. Nothing was decided by opening this page.',
  );
} else {
  void load();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void load();
  });
}
