import { say } from './say.client.ts';
import { signedInHeaders } from './sign-in.client.ts';
import type { Answer, View } from './view.ts';
import { decidedAs, viewedAs } from './who.client.ts';

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

export const fetchView = (token: string): Promise<Sent<View>> => viewedAs(token, (who) => post('view', who));

export type DecisionBody = {
  decision: 'approve' | 'reject';
  digest: string;
  reason?: string;
  rollbackConsent: boolean;
};
const over = (): Sent<Answer> => ({
  kind: 'answered',
  status: 401,
  body: { outcome: 'refused', message: say('signInOver') },
});
export const sendDecision = (token: string, decision: DecisionBody): Promise<Sent<Answer>> =>
  decidedAs(token, (who) => post('decision', { ...who, ...decision }), over());
