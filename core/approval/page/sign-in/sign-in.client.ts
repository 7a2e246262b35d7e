import { authorizeUrl, isAuthorizeUrl } from '../../sign-in/authorize-url.ts';
import { toBase64url } from '../../sign-in/base64url.ts';
import { secretHeader } from '../../sign-in/bound.ts';
import { nonceOf } from '../../sign-in/nonce.ts';
import { baseOf } from '../../sign-in/return-path.ts';
import { dropToken, endToken, keptToken, tokenIsOver } from './id-token.client.ts';
import { begin } from './sign-in-pending.client.ts';

const address = (): string | undefined => {
  const content = document.querySelector('meta[name="sign-in"]')?.getAttribute('content') ?? '';
  return isAuthorizeUrl(content) ? content : undefined;
};

const random = (bytes: number): string => toBase64url(crypto.getRandomValues(new Uint8Array(bytes)));

/** Whether this deployment has an identity provider that people can sign in at from here. */
export const signInPossible = (): boolean => address() !== undefined;

/**
 * Leaves this page for the identity provider; `signed-in.client.ts` brings the person back to this very page. False, and
 * nothing happens, where the browser could not remember what it asked for.
 */
export const signIn = async (): Promise<boolean> => {
  const provider = address();
  const [state, secret] = [random(16), random(32)];
  const from = location.pathname.replace(/\/$/, '') + location.hash;
  if (provider === undefined || !begin(state, { secret, from })) return false;
  const redirectUri = `${location.origin}${baseOf(location.pathname)}/signed-in`;
  location.assign(authorizeUrl(provider, { redirectUri, state, nonce: await nonceOf(secret) }));
  return true;
};

/** The token of whoever is signed in in this tab, as long as it lives. */
export const signedIn = (): string | undefined => keptToken()?.token;

/** The headers that say who is signed in; none where nobody is. */
export const signedInHeaders = (): Record<string, string> => {
  const found = keptToken();
  return found === undefined ? {} : { authorization: `Bearer ${found.token}`, [secretHeader]: found.secret };
};

/** Forgets who is signed in. The identity provider is not told: it may remember them for other pages. */
export const signOut = (): void => dropToken();

/** Takes the word of the server that this sign-in is not (any more) good for anything. */
export const signInEnded = (): void => endToken();

/** Whether that happened, or its time passed, while this page was open. */
export const signInIsOver = (): boolean => tokenIsOver();
