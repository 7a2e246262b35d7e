import { type SignInAnswer, signInAnswer } from '../../sign-in/answer.ts';
import { baseOf, returnPath } from '../../sign-in/return-path.ts';
import { preferredLanguage, type SignedInTexts } from '../../sign-in/texts.ts';
import { byId, el } from '../dom.client.ts';
import { keepToken } from './id-token.client.ts';
import { takeBegun } from './sign-in-pending.client.ts';

// Out of the address before anything else happens: it must not be in the history, nor be seen over a shoulder.
const fragment = location.hash;
history.replaceState(null, '', location.pathname);

const base = baseOf(location.pathname);

// This very deployment made it, of the type that is named.
const languages: Record<string, SignedInTexts> = JSON.parse(
  document.querySelector('meta[name="words"]')?.getAttribute('content') ?? '{}',
);
const tag = preferredLanguage(Object.keys(languages), navigator.languages) ?? '';
const say = (key: keyof SignedInTexts): string => languages[tag]?.[key] ?? key;

const tell = (text: string, from?: string, providerSays = ''): void => {
  if (tag !== '') document.documentElement.lang = tag;
  document.title = say('signInFailed');
  const parts = [
    el('h1', { id: 'failed', tabindex: '-1' }, say('signInFailed')),
    el('p', {}, text),
    providerSays === '' ? undefined : el('p', { class: 'notice' }, el('bdi', {}, providerSays)),
    from === undefined ? undefined : el('p', {}, el('a', { href: returnPath(base, from) }, say('signInBack'))),
  ];
  byId('main').replaceChildren(...parts.filter((part) => part !== undefined));
  byId('main').setAttribute('aria-busy', 'false');
  byId('failed').focus();
};

const unusable = {
  'no-token': 'signInNoToken',
  'too-large': 'signInTooLarge',
  'another-nonce': 'signInAnotherNonce',
} as const;

const act = (answer: SignInAnswer): void => {
  switch (answer.kind) {
    case 'signed-in':
      if (keepToken(answer.token, answer.secret, answer.lifetime))
        location.replace(`${location.origin}${returnPath(base, answer.from)}`);
      else tell(say('signInNoStorage'), answer.from);
      return;
    case 'not-begun':
      return tell(say('signInNotBegun'));
    case 'refused':
      return tell(say('signInRefused'), answer.from, [answer.error, answer.description].join(': ').replace(/: $/, ''));
    case 'unusable':
      return tell(say(unusable[answer.why]), answer.from);
    default:
      answer satisfies never;
  }
};

void signInAnswer(fragment, takeBegun).then(act);
