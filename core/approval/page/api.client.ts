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
      headers: { 'content-type': 'application/json' },
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

export const fetchView = (token: string): Promise<Sent<View>> => post('view', { token });

export type DecisionBody = {
  decision: 'approve' | 'reject';
  digest: string;
  reason?: string;
  rollbackConsent: boolean;
};
export const sendDecision = (token: string, decision: DecisionBody): Promise<Sent<Answer>> =>
  post('decision', { token, ...decision });
