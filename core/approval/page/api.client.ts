import { say } from './say.client.ts';
import { signedInHeaders } from './sign-in/sign-in.client.ts';
import type { Answer, View } from './view/view.ts';
import { decidedAs, viewedAs } from './sign-in/who.client.ts';

/**
 * `turned-away`: API Gateway, or something before it, refused the request, so our code never saw it. `lost`: there was no
 * answer, or one that tells nothing; it is then not known whether it arrived.
 */
export type Sent<T> =
  | { kind: 'answered'; status: number; body: T }
  | { kind: 'turned-away'; status: number }
  | { kind: 'lost' };

type Own = { now: string } | { outcome: string };

/** Our answers name an outcome, or are a view; API Gateway's have a `message` alone. */
const isOurs = (body: unknown): body is Own =>
  typeof body === 'object' && body !== null && ('outcome' in body || 'now' in body);

const patience = 20_000;

/**
 * Posts to this page's own request, once: nothing here repeats a decision. The answer is this very deployment's, of the
 * types in view.ts; every text of it ends in a text node.
 */
const post = async <T extends Own>(what: 'view' | 'decision', body: object): Promise<Sent<T>> => {
  try {
    const response = await fetch(`${location.pathname.replace(/\/$/, '')}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signedInHeaders() },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    const { status } = response;
    const answer: unknown = await response.json().catch(() => undefined);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own answer, see above
    if (isOurs(answer)) return { kind: 'answered', status, body: answer as T };
    return status >= 400 && status < 500 && status !== 408 ? { kind: 'turned-away', status } : { kind: 'lost' };
  } catch {
    return { kind: 'lost' };
  }
};

/** The view; with the words of the page where none came yet. */
export const fetchView = (token: string, words: boolean): Promise<Sent<View | Answer>> =>
  viewedAs(token, (who) => post('view', { ...who, ...(words ? { words } : {}) }));

export type DecisionBody = {
  decision: 'approve' | 'reject';
  digest: string;
  reason?: string;
  confirm?: string;
  breakGlass?: true;
  rollbackConsent: boolean;
};
const over = (): Sent<Answer> => ({
  kind: 'answered',
  status: 401,
  body: { outcome: 'refused', message: say('signInOver') },
});
export const sendDecision = (token: string, decision: DecisionBody): Promise<Sent<Answer>> =>
  decidedAs(token, (who) => post('decision', { ...who, ...decision }), over());
