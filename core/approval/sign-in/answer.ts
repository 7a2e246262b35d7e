import { maxTokenLength, unverifiedClaims } from './id-token.ts';
import { nonceOf } from './nonce.ts';

/** A sign-in that was begun in this tab and has no answer yet. */
export type Pending = { secret: string /** Path and fragment of the page it was begun on. */; from: string };

export type SignInAnswer =
  /** Nobody in this tab asked for it, or it was answered before. */
  | { kind: 'not-begun' }
  /** The provider's own words: bounded, and text only. */
  | { kind: 'refused'; error: string; description: string; from: string }
  /** No token, or one that is none of ours; `too-large` where it would not fit into a request. */
  | { kind: 'unusable'; why: 'no-token' | 'too-large' | 'another-nonce'; from: string }
  | { kind: 'signed-in'; token: string; secret: string /** Seconds. */; lifetime: number; from: string };

/** As long as a token of a provider that does not say how long it lives is kept; the server judges in any case. */
const shortLifetime = 300;
const longestLifetime = 12 * 3600;

const only = (fields: URLSearchParams, name: string): string | undefined => {
  const [value, ...more] = fields.getAll(name);
  return more.length === 0 ? value : undefined;
};

// Control, bidi and invisible characters would let the words of somebody else look like ours.
const plain = (text: string, length: number): string =>
  text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, ' ').slice(0, length);

/**
 * What came back from the provider in the fragment. `take` gives a pending sign-in once: an answer that is opened again
 * is none. Everything in the fragment may come from an attacker.
 */
export const signInAnswer = async (
  fragment: string,
  take: (state: string) => Pending | undefined,
): Promise<SignInAnswer> => {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const state = only(fields, 'state') ?? '';
  const pending = /^[\w-]{20,64}$/.test(state) ? take(state) : undefined;
  if (pending === undefined) return { kind: 'not-begun' };
  const { secret, from } = pending;
  const error = only(fields, 'error');
  if (error !== undefined) {
    return {
      kind: 'refused',
      error: plain(error, 60),
      description: plain(only(fields, 'error_description') ?? '', 200),
      from,
    };
  }
  const token = only(fields, 'id_token') ?? '';
  if (token.length > maxTokenLength) return { kind: 'unusable', why: 'too-large', from };
  const claims = unverifiedClaims(token);
  if (claims === undefined) return { kind: 'unusable', why: 'no-token', from };
  if (claims.nonce !== (await nonceOf(secret))) return { kind: 'unusable', why: 'another-nonce', from };
  const lifetime = Math.min(claims.lifetime ?? shortLifetime, longestLifetime);
  return { kind: 'signed-in', token, secret, lifetime, from };
};
