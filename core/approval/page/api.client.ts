import { say } from './say.client.ts';
import { signedIn, signedInHeaders, signInEnded } from './sign-in.client.ts';
import type { Answer, View } from './view.ts';

export type Sent<T> = { kind: 'answered'; status: number; body: T } | { kind: 'unreachable' };

/**
 * Posts to this page's own request. The answer is this very deployment's, of the types in view.ts; every text of it ends
 * in a text node. `unreachable` when there was no answer that is JSON: it is then not known whether it arrived.
 */
const post = async <T>(what: 'view' | 'decision', body: object): Promise<Sent<T>> => {
  try {
    const response = await fetch(`${location.pathname.replace(/\/$/, '')}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signedInHeaders() },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(20_000),
    });
    return { kind: 'answered', status: response.status, body: await response.json() };
  } catch {
    return { kind: 'unreachable' };
  }
};

/**
 * With whom the person is signed in as, where they are, and then without the link: one request speaks for one identity. A
 * sign-in that the server does not take (any more) is over, and said so.
 */
const postAs = async <T>(what: 'view' | 'decision', link: string, body: object): Promise<Sent<T>> => {
  if (signedIn() === undefined) return post(what, { token: link, ...body });
  const sent = await post<T>(what, body);
  if (sent.kind === 'answered' && (sent.status === 401 || sent.status === 404)) signInEnded();
  return sent;
};

/** Whether what the page shows was asked for by somebody who is signed in. */
let shownSignedIn = false;

/** What the page shows. Whoever is not signed in any more is shown it by their link, where they have one. */
export const fetchView = async (link: string): Promise<Sent<View>> => {
  const before = signedIn() !== undefined;
  const sent = await postAs<View>('view', link, {});
  shownSignedIn = signedIn() !== undefined;
  return before && !shownSignedIn && link !== '' ? postAs('view', link, {}) : sent;
};

export type DecisionBody = {
  decision: 'approve' | 'reject';
  digest: string;
  reason?: string;
  rollbackConsent: boolean;
};

/** Decides as whoever the page named, or not at all: a sign-in that ended meanwhile is not made up for by the link. */
export const sendDecision = async (link: string, decision: DecisionBody): Promise<Sent<Answer>> => {
  if ((signedIn() !== undefined) === shownSignedIn) return postAs('decision', link, decision);
  return { kind: 'answered', status: 401, body: { outcome: 'refused', message: say('signInOver') } };
};
