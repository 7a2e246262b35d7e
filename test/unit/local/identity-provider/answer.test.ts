import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { Roster } from '../../../../core/policy/roster.ts';
import { type ProviderRequest, providerAnswer } from '../../../../local/identity-provider/answer.ts';
import { peopleOf } from '../../../../local/identity-provider/people.ts';
import { tokenMaker } from '../../../../local/identity-provider/sign.ts';

const now = new Date('2026-11-20T03:12:00Z');
const roster = Roster.parse({
  approvers: [
    { id: 'alice', name: 'Alice <b>F</b>', role: 'analyst', teams: ['checkout'], oidc: 'alice@example.com' },
    { id: 'bob', name: 'Bob', role: 'admin', oidc: 'bob@example.com' },
    { id: 'dora', name: 'Dora', role: 'admin' },
  ],
  groups: [
    { group: 'on-call', role: 'analyst', teams: ['checkout'] },
    { group: 'admins', role: 'admin', teams: ['*'] },
  ],
});
const client = { clientId: 'sovereign-ops', redirectUri: 'http://127.0.0.1:4711/signed-in' };
const issuer = 'http://127.0.0.1:4712';
const tokens = await tokenMaker(issuer, () => now);
const provider = providerAnswer({ client, people: peopleOf(roster), tokens });

const request = {
  client_id: client.clientId,
  redirect_uri: client.redirectUri,
  response_type: 'id_token',
  response_mode: 'fragment',
  scope: 'openid',
  state: 'a-state',
  nonce: 'a-nonce',
};
const ask = (method: string, fields: Record<string, string>, more: Partial<ProviderRequest> = {}) => {
  const sent = new URLSearchParams(fields);
  const [query, form] = method === 'POST' ? [new URLSearchParams(), sent] : [sent, new URLSearchParams()];
  return provider({ method, path: '/authorize', query, form, ...more });
};
const fragmentOf = (location: string | undefined): URLSearchParams => {
  expect(location?.startsWith(`${client.redirectUri}#`)).toBe(true);
  return new URLSearchParams(location?.split('#')[1]);
};

describe('the stand-in for an identity provider', () => {
  it('says loudly what it is, and shows whom a token can name', async () => {
    const { status, body, headers } = await ask('GET', request);
    expect(status).toBe(200);
    expect(body).toContain('This is a stand-in for your identity provider');
    expect([...body.matchAll(/name="as" value="([^"]*)"/g)].map(([, sub]) => sub)).toEqual([
      'alice@example.com',
      'bob@example.com',
      '',
    ]);
    expect(body).toContain('Alice &lt;b&gt;F&lt;/b&gt;');
    expect(headers['content-security-policy']).not.toMatch(/script-src|unsafe|\*/);
  });

  it('signs in the one who is chosen, in the groups of their role, for ten minutes', async () => {
    const { status, headers } = await ask('POST', { ...request, as: 'alice@example.com' });
    expect(status).toBe(303);
    const answer = fragmentOf(headers['location']);
    expect(answer.get('state')).toBe('a-state');
    const { payload } = await jwtVerify(answer.get('id_token') ?? '', createLocalJWKSet({ keys: [...tokens.keys] }), {
      issuer,
      audience: client.clientId,
      algorithms: ['ES256'],
      currentDate: now,
    });
    const iat = now.getTime() / 1000;
    const at = { iat, exp: iat + 600, nonce: 'a-nonce' };
    expect(payload).toMatchObject({ ...at, sub: 'alice@example.com', groups: ['on-call'] });
    expect(JSON.stringify(tokens.keys)).not.toContain('"d"');
  });

  it('gives each person their own groups', async () => {
    const { headers } = await ask('POST', { ...request, as: 'bob@example.com' });
    expect(decodeJwt(fragmentOf(headers['location']).get('id_token') ?? '')).toMatchObject({ groups: ['admins'] });
  });

  it('signs nobody in by a GET', async () => {
    const { status, headers } = await ask('GET', { ...request, as: 'alice@example.com' });
    expect([status, headers['location']]).toEqual([200, undefined]);
  });

  it.each(['', 'dora', 'mallory@example.com'])('denies "%s", who is nobody here', async (as) => {
    const { headers } = await ask('POST', { ...request, as });
    const answer = fragmentOf(headers['location']);
    expect([answer.get('error'), answer.get('state'), answer.get('id_token')]).toEqual([
      'access_denied',
      'a-state',
      null,
    ]);
  });

  it.each([
    ['another client', { client_id: 'other' }],
    ['another address', { redirect_uri: 'https://evil.example/signed-in' }],
    ['a longer address', { redirect_uri: `${client.redirectUri}/../evil` }],
    ['the address with a query', { redirect_uri: `${client.redirectUri}?x` }],
    ['a shorter address', { redirect_uri: 'http://127.0.0.1:4711' }],
  ])('sends nobody anywhere for %s', async (_what, change) => {
    for (const method of ['GET', 'POST']) {
      const { status, headers } = await ask(method, { ...request, ...change, as: 'alice@example.com' });
      expect([status, headers['location']]).toEqual([400, undefined]);
    }
  });

  it('sends nobody anywhere for a parameter that is there twice', async () => {
    const query = new URLSearchParams([...Object.entries(request), ['redirect_uri', 'https://evil.example']]);
    expect(await ask('GET', {}, { query })).toMatchObject({ status: 400 });
  });

  it.each([
    ['a code', { response_type: 'code' }, 'unsupported_response_type'],
    ['no nonce', { nonce: '' }, 'invalid_request'],
    ['no openid', { scope: 'profile' }, 'invalid_request'],
    ['an answer in the query', { response_mode: 'query' }, 'invalid_request'],
  ])('tells the application that it must not ask for %s', async (_what, change, error) => {
    const { headers } = await ask('GET', { ...request, ...change });
    expect(fragmentOf(headers['location']).get('error')).toBe(error);
  });

  it('has nothing else', async () => {
    expect(await ask('GET', request, { path: '/token' })).toMatchObject({ status: 404 });
    expect(await ask('DELETE', request)).toMatchObject({ status: 405 });
  });
});
