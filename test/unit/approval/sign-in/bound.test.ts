import { describe, expect, it } from 'vitest';
import { boundTo, secretHeader } from '../../../../core/approval/sign-in/bound.ts';
import { nonceOf } from '../../../../core/approval/sign-in/nonce.ts';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: object): string => `e30.${encoded(claims)}.c2ln`;
const secret = 'k'.repeat(43);
const nonce = await nonceOf(secret);

describe('a token that came through an address', () => {
  it('is good with the secret of its sign-in', async () => {
    expect(await boundTo(token({ nonce }), secret)).toBe(true);
  });

  it.each([
    ['without a secret', undefined],
    ['with the nonce in place of the secret', nonce],
    ['with another secret', 'x'.repeat(43)],
    ['with an empty secret', ''],
  ])('is worth nothing %s', async (_how, brought) => {
    expect(await boundTo(token({ nonce }), brought)).toBe(false);
  });

  it('is worth nothing without a secret although its nonce is that of an empty one', async () => {
    expect(await boundTo(token({ nonce: await nonceOf('') }), undefined)).toBe(false);
  });

  it('brings its secret in a header that the API knows', () => expect(secretHeader).toBe('sign-in-secret'));

  it('needs no secret where no nonce was asked for, and is nothing where it is no token', async () => {
    expect(await boundTo(token({ sub: 'x' }), undefined)).toBe(true);
    expect(await boundTo('no token', secret)).toBe(false);
  });
});

describe('the nonce', () => {
  it('is the SHA-256 of the secret in base64url', async () => {
    expect(await nonceOf('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  });
});
