import { forget, keep, keptFields } from './storage.client.ts';

const name = 'sovereign-ops.id-token';

/**
 * Keeps a token for this tab. The time is reckoned from now on by this clock alone, so that a wrong clock ends nothing
 * early.
 */
export const keepToken = (token: string, secret: string, lifetime: number): boolean =>
  keep(name, JSON.stringify({ token, secret, until: String(Date.now() + lifetime * 1000) }));

let over = false;

/** Whether a sign-in of this page came to its end while the page was open: something to tell. */
export const tokenIsOver = (): boolean => over;

/** Forgets a token that is good for nothing any more. */
export const endToken = (): void => {
  over = true;
  forget(name);
};

/** The token of this tab and the secret it was made for; forgotten once its time is over. */
export const keptToken = (): { token: string; secret: string } | undefined => {
  const found = keptFields(name, 'token', 'secret', 'until');
  if (found === undefined) return undefined;
  if (Date.now() < Number(found.until)) return { token: found.token, secret: found.secret };
  endToken();
  return undefined;
};

export const dropToken = (): void => forget(name);
