export type SignInRequest = { redirectUri: string; state: string; nonce: string };

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Where a browser may be sent to sign in: https, or this very machine; no user, no password, no fragment. */
export const isAuthorizeUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));
};

/**
 * The address of the provider for one sign-in. `response_type` and `scope` may be in the configured address already, for
 * providers that want others; what makes this request ours is always our own.
 */
export const authorizeUrl = (address: string, { redirectUri, state, nonce }: SignInRequest): string => {
  const url = new URL(address);
  const { searchParams } = url;
  if (!searchParams.has('response_type')) searchParams.set('response_type', 'id_token');
  if (!searchParams.has('scope')) searchParams.set('scope', 'openid');
  searchParams.set('response_mode', 'fragment');
  searchParams.set('redirect_uri', redirectUri);
  searchParams.set('state', state);
  searchParams.set('nonce', nonce);
  return url.href;
};
