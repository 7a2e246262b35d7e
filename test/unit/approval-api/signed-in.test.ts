import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Env } from '../../../functions/approval-api/env.ts';
import { signInOf } from '../../../functions/approval-api/sign-in.ts';
import { pageWorld } from '../../support/approval-page.ts';

const signIn = { authorizeUrl: 'https://idp.example/authorize?scope=openid+groups', clientId: '"><script>x&y' };
const { handler, deps } = await pageWorld({ deps: { signIn } });
const without = await pageWorld();

const event = (httpMethod: string, path: string) => ({
  httpMethod,
  path,
  headers: { Host: 'approve.example' },
  body: null,
  requestContext: { requestId: 'req-1' },
});

describe('the page that the identity provider sends people back to', () => {
  it('is the same bytes below every stage, and HEAD is the same without them', async () => {
    const [first, ...others] = await Promise.all(
      ['/signed-in', '/signed-in/', '/live/signed-in'].map((path) => handler(event('GET', path))),
    );
    expect(first?.statusCode).toBe(200);
    for (const other of others) expect(other).toEqual(first);
    expect(await handler(event('HEAD', '/signed-in'))).toEqual({ ...first, body: '' });
  });

  it('runs exactly its own script, and may send nothing to anybody else', async () => {
    const { body, headers } = await handler(event('GET', '/signed-in'));
    const [, script = ''] = /<script>([\s\S]*)<\/script>/.exec(body) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    expect(headers['content-security-policy']).toContain(`script-src 'sha256-${hash}'; `);
    expect(headers['content-security-policy']).toContain("connect-src 'self'; form-action 'none'");
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  it('has its words in every language of the layer', async () => {
    const { body } = await handler(event('GET', '/signed-in'));
    for (const { page } of Object.values(deps.policy.languages)) {
      expect(body).toContain(page.signInNotBegun);
      expect(body).toContain(page.signInFailed);
    }
  });

  it('is read and nothing else, and only where people can sign in', async () => {
    expect(await handler(event('POST', '/signed-in'))).toMatchObject({
      statusCode: 405,
      headers: { allow: 'GET, HEAD' },
    });
    expect(await without.handler(event('GET', '/signed-in'))).toMatchObject({ statusCode: 404 });
  });
});

describe('the approval page', () => {
  it('knows where people sign in, and nothing configured becomes markup', async () => {
    const { body } = await handler(event('GET', '/a/x'));
    expect(body).toContain(
      '<meta name="sign-in" content="https://idp.example/authorize?scope=openid+groups&amp;client_id=%22%3E%3Cscript%3Ex%26y">',
    );
    expect(body.match(/<script>/g)).toHaveLength(1);
  });

  it('offers no sign-in where none is configured', async () => {
    expect((await without.handler(event('GET', '/a/x'))).body.includes('<meta name="sign-in"')).toBe(false);
  });
});

describe('the configuration', () => {
  const env = { TABLE_NAME: 't', POLICY_DIR: 'p', LINK_KEY_ID: 'l', PROOF_KEY_ID: 'k', API_ENDPOINT: 'PRIVATE' };

  it('is no sign-in by default', () => {
    expect(signInOf(Env.parse(env))).toBeUndefined();
    expect(signInOf(Env.parse({ ...env, OIDC_AUDIENCE: 'me' }))).toBeUndefined();
  });

  it('is an address and a client', () => {
    const both = { ...env, OIDC_AUDIENCE: 'me', OIDC_AUTHORIZE_URL: 'https://idp.example/authorize' };
    expect(signInOf(Env.parse(both))).toEqual({ authorizeUrl: 'https://idp.example/authorize', clientId: 'me' });
  });

  it('is not an address without a client, nor one that a browser must not be sent to', () => {
    const OIDC_AUTHORIZE_URL = 'https://idp.example/authorize';
    expect(() => signInOf(Env.parse({ ...env, OIDC_AUTHORIZE_URL }))).toThrow(/OIDC_AUDIENCE: expected the client id/);
    for (const url of ['javascript:alert(1)', 'http://idp.example/', 'https://idp.example/#x'])
      expect(Env.safeParse({ ...env, OIDC_AUTHORIZE_URL: url }).success).toBe(false);
  });
});
