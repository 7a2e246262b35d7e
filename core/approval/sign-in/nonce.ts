import { toBase64url } from './base64url.ts';

/**
 * The nonce that a sign-in asks its token for: SHA-256 of a secret that never leaves the tab but to our own API, so that
 * a token that was seen on its way is worth nothing without it (OpenID Connect Core 1.0, 15.5.2).
 */
export const nonceOf = async (secret: string): Promise<string> =>
  toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))));
