import { describe, expect, it } from 'vitest';
import { authorizeUrl, isAuthorizeUrl } from '../../../../core/approval/sign-in/authorize-url.ts';
import { signInAddress } from '../../../../core/approval/sign-in/configuration.ts';

const request = { redirectUri: 'https://ops.example/live/signed-in', state: 'a-state', nonce: 'a-nonce' };
const asked = (url: string): Record<string, string> =>
  Object.fromEntries(
    new URL(authorizeUrl(signInAddress({ authorizeUrl: url, clientId: 'a&b=c' }), request)).searchParams,
  );

describe('the address of the provider', () => {
  it('asks for an id token in the fragment, and for nothing else', () => {
    expect(asked('https://idp.example/authorize')).toEqual({
      client_id: 'a&b=c',
      response_type: 'id_token',
      response_mode: 'fragment',
      scope: 'openid',
      redirect_uri: request.redirectUri,
      state: 'a-state',
      nonce: 'a-nonce',
    });
  });

  it('keeps the response type and the scope that a provider wants otherwise', () => {
    const url = 'https://idp.example/authorize?response_type=token&scope=openid+groups&prompt=login';
    expect(asked(url)).toMatchObject({ response_type: 'token', scope: 'openid groups', prompt: 'login' });
  });

  it('lets nothing that is configured stand for what is ours in each sign-in', () => {
    const url = 'https://idp.example/authorize?redirect_uri=https://evil.example&state=x&nonce=y&response_mode=query';
    expect(asked(url)).toMatchObject({
      ...Object.fromEntries([['redirect_uri', request.redirectUri]]),
      state: 'a-state',
      nonce: 'a-nonce',
      response_mode: 'fragment',
    });
  });

  it.each([
    'https://idp.example/authorize',
    'https://login.example/tenant/oauth2/v2.0/authorize?domain_hint=example.com',
    'http://127.0.0.1:4711/authorize',
    'http://localhost:4711/authorize',
    'http://[::1]:4711/authorize',
  ])('may be %s', (url) => {
    expect(isAuthorizeUrl(url)).toBe(true);
  });

  it.each([
    '',
    'idp.example/authorize',
    'http://idp.example/authorize',
    'http://127.0.0.1.evil.example/authorize',
    'javascript:alert(1)//idp.example',
    'data:text/html,x',
    'https://user:password@idp.example/authorize',
    'https://user@idp.example/authorize',
    'https://:password@idp.example/authorize',
    'ftp://localhost/authorize',
    'https://idp.example/authorize#fragment',
  ])('is never %s', (url) => {
    expect(isAuthorizeUrl(url)).toBe(false);
  });
});
