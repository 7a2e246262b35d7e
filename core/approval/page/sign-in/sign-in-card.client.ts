import { el } from '../dom.client.ts';
import { say } from '../say.client.ts';
import { signedIn, signIn, signInIsOver, signInPossible, signOut } from './sign-in.client.ts';
import type { View } from '../view/view.ts';
import { roleText } from '../words.client.ts';

const button = (id: string, tone: 'go' | 'plain', label: string, act: () => void): HTMLButtonElement => {
  const one = el('button', { type: 'button', id, class: tone }, label);
  one.addEventListener('click', act);
  return one;
};

const signInButton = (): HTMLElement => {
  const told = el('p', { class: 'notice bad', role: 'alert', hidden: true }, say('signInNoStorage'));
  const leave = async (): Promise<void> => {
    one.setAttribute('aria-disabled', 'true');
    if (await signIn()) return;
    one.setAttribute('aria-disabled', 'false');
    told.hidden = false;
  };
  const one = button('sign-in-start', 'go', say('signIn'), () => void leave());
  return el('div', { class: 'buttons' }, one, told);
};

/** The way to sign in, or where else to go where this deployment has none. */
const signInPrompt = (): HTMLElement[] =>
  signInPossible() ? [el('p', {}, say('signInWith')), signInButton()] : [el('p', {}, say('signInByOps'))];

const card = (accent: boolean, ...content: (Node | undefined)[]): HTMLElement =>
  el(
    'section',
    { class: accent ? 'card accent' : 'card', 'aria-labelledby': 'sign-in-title' },
    el('h2', { id: 'sign-in-title' }, say('signInTitle')),
    ...content,
  );

/**
 * Who is signed in, and the way out; that a sign-in is over; and the way in, where `needed`: what is shown takes more than a
 * link to decide. Undefined where nothing is to be said.
 */
export const signInCard = ({ you }: View, needed: boolean): HTMLElement | undefined => {
  if (signedIn() !== undefined) {
    const out = button('sign-out', 'plain', say('signOut'), () => {
      signOut();
      location.reload();
    });
    const who = el('p', {}, say('signedInAs', { name: you.name, role: roleText(you.role) }));
    return card(
      false,
      who,
      el('div', { class: 'buttons' }, out),
      el('p', { class: 'quiet small' }, say('signOutHere')),
    );
  }
  const over = signInIsOver() ? el('p', { class: 'notice', role: 'status' }, say('signInOver')) : undefined;
  return over === undefined && !needed ? undefined : card(needed, over, ...(needed ? signInPrompt() : []));
};
