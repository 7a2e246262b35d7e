import { describe, expect, it } from 'vitest';
import { textOfBase64url, toBase64url } from '../../../../core/approval/sign-in/base64url.ts';
import { maxTokenLength, unverifiedClaims } from '../../../../core/approval/sign-in/id-token.ts';

const encoded = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');
const token = (claims: unknown): string => `e30.${encoded(JSON.stringify(claims))}.c2ln`;

describe('a token that nobody verified', () => {
  it.each([
    [
      { nonce: 'n', iat: 1000, exp: 1600, sub: 'x' },
      { nonce: 'n', lifetime: 600 },
    ],
    [{ nonce: 5, iat: 1000, exp: 1001 }, { lifetime: 1 }],
    [{ iat: 1000, exp: 1000 }, {}],
    [{ iat: 1600, exp: 1000 }, {}],
    [{ iat: '1000', exp: 1600 }, {}],
    [{ iat: 1000, exp: '1600' }, {}],
    [{ exp: 1600 }, {}],
    [{ iat: -1600 }, {}],
    [[], {}],
  ])('claims, as %j, no more than %j', (claims, seen) => {
    expect(unverifiedClaims(token(claims))).toStrictEqual(seen);
  });

  it.each([
    ['null', token(null)],
    ['a text', token('x')],
    ['no JSON', `e30.${encoded('{')}.c2ln`],
    ['no base64', 'e30.A.c2ln'],
    ['no UTF-8', 'e30._w.c2ln'],
    ['a space before it', ` ${token({})}`],
    ['a space behind it', `${token({})} `],
    ['a fourth part', `${token({})}.x`],
    ['a header longer than any', `${'e'.repeat(2001)}.e30.c2ln`],
    ['more than a request can be', `${token({})}${'s'.repeat(maxTokenLength)}`],
  ])('is none with %s', (_what, text) => {
    expect(unverifiedClaims(text)).toBeUndefined();
  });
});

describe('base64url', () => {
  it('brings any text back, in signs that an address may hold', () => {
    for (const text of ['', 'a', '>>>', '???', 'Zoë 陳', '\u0000\u007f\u{1f600}~~~']) {
      const written = toBase64url(new TextEncoder().encode(text));
      expect(written).toMatch(/^[\w-]*$/);
      expect(textOfBase64url(written)).toBe(text);
    }
    expect([toBase64url(Uint8Array.of(251, 255)), textOfBase64url('Pj4-Pz8_')]).toEqual(['-_8', '>>>???']);
  });

  it.each(['A', '*', '_w', '__-_'])('stands for no text: %s', (written) => {
    expect(textOfBase64url(written)).toBeUndefined();
  });
});
