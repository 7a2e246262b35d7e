import { el } from './dom.client.ts';
import { say } from './say.client.ts';
import { sentence } from './sentence.client.ts';
import type { Refusal } from './view/view.ts';

/** Why this person cannot decide so. Where showing who they are would change that, the card of the sign-in tells how. */
export const refusedNotice = (refused: Refusal, key: 'cannotApprove' | 'cannotReject'): HTMLElement =>
  refused.identityNeeded
    ? el('p', { class: 'notice', id: 'identity-needed' }, el('b', {}, say('linkOnlyViews')))
    : el('p', { class: 'notice bad' }, ...sentence(key, { why: refused.why }));
