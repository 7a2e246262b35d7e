import { unverifiedClaims } from './id-token.ts';
import { nonceOf } from './nonce.ts';

/** The header that carries the secret beside a token that was made for it. */
export const secretHeader = 'sign-in-secret';

/**
 * Whether whoever brings this verified token began the sign-in it was made for. A token with a nonce needs its secret;
 * one without (of a program, by another flow) was never in an address and has none.
 */
export const boundTo = async (token: string, secret: string | undefined): Promise<boolean> => {
  const claims = unverifiedClaims(token);
  if (claims === undefined) return false;
  if (claims.nonce === undefined) return true;
  return secret !== undefined && claims.nonce === (await nonceOf(secret));
};
