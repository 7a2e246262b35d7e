import { describe, expect, it } from 'vitest';
import { type Pending, signInAnswer } from '../../../../core/approval/sign-in/answer.ts';
import { nonceOf } from '../../../../core/approval/sign-in/nonce.ts';
import { maxTokenLength } from '../../../../core/approval/sign-in/id-token.ts';

const state = 's'.repeat(22);
const secret = 'k'.repeat(43);
const from = `/a/${'0'.repeat(32)}`;
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
const token = (claims: unknown): string => `${encoded({ alg: 'ES256' })}.${encoded(claims)}.c2ln`;
const foreign = await nonceOf('other');
const claims = { nonce: await nonceOf(secret), iat: 1000, exp: 1600, name: 'Zoë 陳' };

/** As the storage of a tab: one sign-in that was begun, given once. */
const tab = (): ((asked: string) => Pending | undefined) => {
  const begun = new Map([[state, { secret, from }]]);
  return (asked) => {
    const found = begun.get(asked);
    begun.delete(asked);
    return found;
  };
};
const answered = (fields: Record<string, string>, take = tab()) =>
  signInAnswer(`#${new URLSearchParams(fields).toString()}`, take);

describe('the answer of the provider', () => {
  it('is a token that was made for this very sign-in', async () => {
    const mine = token(claims);
    expect(await answered({ id_token: mine, state })).toEqual({
      kind: 'signed-in',
      token: mine,
      secret,
      lifetime: 600,
      from,
    });
  });

  it('counts once: whoever opens it again gets nothing', async () => {
    const take = tab();
    expect(await answered({ id_token: token(claims), state }, take)).toMatchObject({ kind: 'signed-in' });
    expect(await answered({ id_token: token(claims), state }, take)).toEqual({ kind: 'not-begun' });
  });

  it.each([
    ['without a state', {}],
    ['with another state', { state: 't'.repeat(22) }],
    ['with a state that is no word of ours', { state: '__proto__' }],
    ['with an error, but no state', { error: 'server_error', error_description: 'call 555 and tell the code' }],
  ])('was not asked for %s', async (_how, fields) => {
    expect(await answered({ id_token: token(claims), ...fields })).toEqual({ kind: 'not-begun' });
  });

  it.each([
    ['19 signs', 's'.repeat(19)],
    ['65 signs', 's'.repeat(65)],
    ['a sign that none of ours has', `ß${state}`],
    ['a sign that none of ours has, at its end', `${state}\n`],
  ])('looks for no sign-in by a state of %s', async (_what, odd) => {
    const take = (): Pending => ({ secret, from });
    expect(await answered({ id_token: token(claims), state: odd }, take)).toEqual({ kind: 'not-begun' });
  });

  it.each([20, 64])('looks for one by a state of %i signs', async (length) => {
    const take = (): Pending => ({ secret, from });
    expect(await answered({ id_token: token(claims), state: 's'.repeat(length) }, take)).toMatchObject({
      kind: 'signed-in',
    });
  });

  it('uses the sign-in up even where the token is wrong', async () => {
    const take = tab();
    expect(await answered({ id_token: 'no.token', state }, take)).toMatchObject({ kind: 'unusable' });
    expect(await answered({ id_token: token(claims), state }, take)).toEqual({ kind: 'not-begun' });
  });

  it.each([
    ['no token', undefined, 'no-token'],
    ['text', 'token', 'no-token'],
    ['a token of two parts', 'e30.e30', 'no-token'],
    ['a token with claims that are no JSON', 'e30.AAAA.c2ln', 'no-token'],
    ['a token with claims that are no object', `e30.${encoded('x')}.c2ln`, 'no-token'],
    ['markup', `<script>.${encoded(claims)}.c2ln`, 'no-token'],
    ['a token without a nonce', token({ iat: 1, exp: 2 }), 'another-nonce'],
    ['a token with the nonce of another sign-in', token({ ...claims, nonce: foreign }), 'another-nonce'],
    ['a token with the secret itself as its nonce', token({ ...claims, nonce: secret }), 'another-nonce'],
    ['a token that fits into no request', token({ ...claims, groups: 'g'.repeat(maxTokenLength) }), 'too-large'],
  ])('is unusable with %s', async (_what, id_token, why) => {
    expect(await answered({ ...(id_token === undefined ? {} : { id_token }), state })).toEqual({
      kind: 'unusable',
      why,
      from,
    });
  });

  it('is unusable with two tokens, and not begun with two states', async () => {
    const mine = token(claims);
    expect(await signInAnswer(`#id_token=${mine}&id_token=${mine}&state=${state}`, tab())).toMatchObject({
      why: 'no-token',
    });
    expect(await signInAnswer(`#id_token=${mine}&state=${state}&state=${state}`, tab())).toEqual({ kind: 'not-begun' });
  });

  it('keeps a token for as long as it says, and never for days', async () => {
    const lifetime = async (more: object): Promise<unknown> =>
      answered({ id_token: token({ nonce: claims.nonce, ...more }), state });
    expect(await lifetime({ iat: 1000, exp: 4600 })).toMatchObject({ lifetime: 3600 });
    expect(await lifetime({ exp: 4600 })).toMatchObject({ lifetime: 300 });
    expect(await lifetime({ iat: 5000, exp: 4600 })).toMatchObject({ lifetime: 300 });
    expect(await lifetime({ iat: 0, exp: 9e9 })).toMatchObject({ lifetime: 43_200 });
  });

  it('takes a token as long as a request can be, and none that is longer', async () => {
    const short = token(claims);
    const padded = (length: number) => short + 's'.repeat(length - short.length);
    expect(await answered({ id_token: padded(maxTokenLength), state })).toMatchObject({ kind: 'signed-in' });
    expect(await answered({ id_token: padded(maxTokenLength + 1), state })).toMatchObject({ why: 'too-large' });
  });

  it('is read with or without the sign before a fragment, and only that one is taken away', async () => {
    const fields = `error=a#b&state=${state}`;
    for (const fragment of [fields, `#${fields}`]) {
      expect(await signInAnswer(fragment, tab())).toEqual({ kind: 'refused', error: 'a#b', description: '', from });
    }
  });

  it('repeats what the provider says as bounded plain text', async () => {
    const description = `<b>call\u202e us</b>\u0000\n\u001b[31m${'x'.repeat(1000)}`;
    const answer = await answered({ error: 'access_denied', error_description: description, state });
    expect(answer).toMatchObject({ kind: 'refused', error: 'access_denied', from });
    if (answer.kind !== 'refused') throw new Error('not refused');
    expect(answer.description).toHaveLength(200);
    expect(answer.description).toMatch(/^<b>call {2}us<\/b> {3}\[31mx+$/);
  });
});
