import { announce, byId, el } from '../dom.client.ts';
import { type Fetched, fetchList, type Listed } from './fetch.client.ts';
import { signedInHeaders, signIn, signInPossible, signOut } from '../sign-in/sign-in.client.ts';
import { incidentsTable } from './table.client.ts';
import { takeBack } from './take-back.client.ts';
import { clock, say, speak } from './words.client.ts';

/** While somebody looks. Time left is counted in between without asking. */
const everyMs = 15_000;
const tickMs = 5_000;
const mostMs = 60_000;
/** After this time a page that was left open asks no more; coming back to it asks again. */
const longestMs = 60 * 60_000;

type Trouble = { text: string };
let shown: { list: Listed; at: number } | undefined;
let filter: 'open' | 'all' = 'open';
let trouble: Trouble | undefined;
/** What the person did last, until they look at something else. */
let done: string | undefined;
let failures = 0;
let openedAt = performance.now();
let next: ReturnType<typeof setTimeout> | undefined;

/** Puts something else in place, and leaves alone what is there already: a page that changes under a thumb is hit wrongly. */
const put = (...content: (Node | undefined)[]): void => {
  const main = byId('main');
  main.setAttribute('aria-busy', 'false');
  const wanted = el('div', {}, el('h1', { id: 'title', tabindex: '-1' }, say('title')), ...content);
  if (wanted.innerHTML === main.innerHTML) return;
  const active = document.activeElement?.id ?? '';
  main.replaceChildren(...wanted.childNodes);
  if (active !== '') document.getElementById(active)?.focus({ preventScroll: true });
};

const button = (id: string, look: string, label: string, act: () => void): HTMLButtonElement => {
  const one = el('button', { type: 'button', id, class: look }, label);
  one.addEventListener('click', act);
  return one;
};

const choice = (value: 'open' | 'all', label: string): HTMLElement => {
  const input = el('input', { type: 'radio', name: 'filter', id: `filter-${value}`, checked: filter === value });
  input.addEventListener('change', () => {
    filter = value;
    done = undefined;
    draw();
    // What can be taken back is only asked for where it is shown.
    if (value === 'all') void load();
  });
  return el('label', { class: 'check' }, input, el('span', {}, label));
};

const notice = (text: string | undefined, look = 'notice'): HTMLElement | undefined =>
  text === undefined ? undefined : el('p', { class: look }, text);

const asked = (): void => {
  done = say('takeBackAsked');
  draw();
  byId('title').focus();
  void load();
};

/** The list as it was read last, with the time that has passed since on the server's clock. */
const draw = (): void => {
  if (shown === undefined) return put(notice(trouble?.text));
  const { list, at } = shown;
  const open = list.incidents.filter(({ over }) => !over);
  const rows = filter === 'open' ? open : list.incidents;
  const now = Date.parse(list.now) + (performance.now() - at);
  put(
    notice(trouble?.text),
    notice(done, 'notice good'),
    el(
      'fieldset',
      { class: 'filter' },
      el('legend', {}, say('filter')),
      choice('open', say('showOpen', { count: open.length })),
      choice('all', say('showAll', { count: list.incidents.length })),
    ),
    rows.length === 0
      ? el('p', {}, say(filter === 'open' ? 'noneOpen' : 'none'))
      : incidentsTable(rows, now, (one) => takeBack(one, asked)),
    list.more === true ? el('p', { class: 'quiet small' }, say('more')) : undefined,
  );
};

const signedOut = (why: string | undefined): void => {
  clearTimeout(next);
  shown = undefined;
  done = undefined;
  for (const dialog of document.querySelectorAll('dialog')) dialog.close();
  byId('session').replaceChildren();
  byId('as-of').textContent = '';
  const told = el('p', { class: 'notice bad', role: 'alert', hidden: true }, say('noStorage'));
  const leave = async (): Promise<void> => {
    if (!(await signIn())) told.hidden = false;
  };
  put(
    notice(why),
    el(
      'section',
      { class: 'card accent', 'aria-labelledby': 'sign-in-title' },
      el('h2', { id: 'sign-in-title' }, say('signedOutTitle')),
      el('p', {}, say('signedOut')),
      signInPossible()
        ? el(
            'div',
            { class: 'buttons' },
            button('sign-in', 'go', say('signIn'), () => void leave()),
            told,
          )
        : el('p', {}, say('signInElsewhere')),
    ),
  );
};

const signedIn = (): void =>
  byId('session').replaceChildren(
    button('sign-out', 'plain', say('signOut'), () => {
      signOut();
      signedOut(undefined);
    }),
  );

/** The server says nobody, or not you, by these; it does not tell whether there is a list. */
const nobody = new Set([401, 403, 404]);

const stumble = (text: string): void => {
  failures += 1;
  if (trouble?.text !== text) announce(text);
  trouble = { text };
  draw();
};

const take = (fetched: Exclude<Fetched, { kind: 'refused' }>): void => {
  if (fetched.kind === 'unreachable') return stumble(say('offline'));
  failures = 0;
  trouble = undefined;
  shown = { list: fetched.list, at: performance.now() };
  speak(fetched.list.language);
  byId('as-of').textContent = say('asOf', { at: clock(new Date()) });
  signedIn();
  draw();
};

const load = async (): Promise<void> => {
  clearTimeout(next);
  const headers = signedInHeaders();
  if (Object.keys(headers).length === 0) return signedOut(undefined);
  const fetched = await fetchList(headers, filter === 'all');
  clearTimeout(next);
  if (fetched.kind === 'refused' && nobody.has(fetched.status)) {
    announce(say('notSignedInAnyMore'));
    return signedOut(say('notSignedInAnyMore'));
  }
  if (fetched.kind !== 'refused') take(fetched);
  else stumble(fetched.status === 429 ? say('tooMany') : say('failed', { status: fetched.status }));
  if (performance.now() - openedAt > longestMs) {
    trouble = { text: say('paused') };
    return draw();
  }
  next = setTimeout(() => void load(), failures === 0 ? everyMs : Math.min(mostMs, 5_000 * 2 ** (failures - 1)));
};

speak(undefined);
document.title = `${say('title')} · Sovereign Ops`;
put(el('p', { class: 'quiet' }, say('loading')));
void load();
setInterval(() => {
  if (shown !== undefined && document.visibilityState === 'visible') draw();
}, tickMs);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible') return;
  openedAt = performance.now();
  void load();
});
