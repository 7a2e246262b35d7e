import { el } from './dom.client.ts';
import { say } from './say.client.ts';
import { sentence } from './sentence.client.ts';
import type { Refusal } from './view.ts';

const command = 'npm run ops -- approve';

/** Why this person cannot decide so; where a sign-in would change that, with the place for it. */
export const refusedNotice = (refused: Refusal, key: 'cannotApprove' | 'cannotReject'): HTMLElement[] =>
  refused.identityNeeded
    ? [
        el(
          'div',
          { class: 'notice', id: 'identity-needed' },
          el('p', {}, el('b', {}, say('linkOnlyViews'))),
          el('p', {}, ...sentence('identityHow', { command: el('code', {}, command) })),
        ),
        el('div', { id: 'sign-in' }),
      ]
    : [el('p', { class: 'notice bad' }, ...sentence(key, { why: refused.why }))];
