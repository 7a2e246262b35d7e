import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { exportJWK, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { later } from '../../support/incident.ts';
import {
  audience,
  epoch,
  idToken,
  issuer,
  providerVerifier,
  publicJwk,
  publicPem,
} from '../../support/identity-provider.ts';

const { verify } = providerVerifier(() => later(90));
const strangers = await generateKeyPair('ES256');
const rsa = await generateKeyPair('RS256');
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Whatever the header says, with a signature of one's own making. */
const forged = async (header: object, sign: (text: string) => string): Promise<string> => {
  const [, payload = ''] = (await idToken()).split('.');
  const text = `${base64url(header)}.${payload}`;
  return `${text}.${sign(text)}`;
};
const hmac =
  (secret: string | Buffer) =>
  (text: string): string =>
    createHmac('sha256', secret).update(text).digest('base64url');

describe('a token of the identity provider', () => {
  it('says whose it is and their groups', async () => {
    expect(await verify(await idToken())).toEqual({ subject: 'sub-alice', groups: ['on-call'] });
  });

  it('may have its groups in a claim of another name, or none', async () => {
    const cognito = providerVerifier(() => later(90), 'cognito:groups');
    const claims = { groups: undefined, 'cognito:groups': ['admins', 'admins'] };
    expect(await cognito.verify(await idToken(claims))).toMatchObject({ groups: ['admins', 'admins'] });
    expect(await verify(await idToken(claims))).toMatchObject({ groups: [] });
  });

  it('of several audiences was made for ours', async () => {
    const aud = ['another', audience];
    expect(await verify(await idToken({ aud, azp: audience }))).toBeDefined();
    expect(await verify(await idToken({ aud, azp: 'another' }))).toBeUndefined();
    expect(await verify(await idToken({ aud }))).toBeUndefined();
  });

  it('is taken within half a minute of clock skew', async () => {
    expect(await verify(await idToken({ exp: epoch(61) }))).toBeDefined();
    expect(await verify(await idToken({ iat: epoch(119), nbf: epoch(119) }))).toBeDefined();
  });

  it.each<[string, Record<string, unknown>]>([
    ['of another issuer', { iss: `${issuer}/` }],
    ['without an issuer', { iss: undefined }],
    ['for another audience', { aud: 'client-2' }],
    ['without an audience', { aud: undefined }],
    ['that is over', { exp: epoch(59) }],
    ['that is never over', { exp: undefined }],
    ['of the future', { iat: epoch(121) }],
    ['that is not valid yet', { nbf: epoch(121) }],
    ['of unknown age', { iat: undefined }],
    ['of yesterday that is still valid', { iat: epoch(90 - 12 * 3600 - 31) }],
    ['without a subject', { sub: undefined }],
    ['with an empty subject', { sub: '' }],
    ['with a subject that is too long', { sub: 's'.repeat(256) }],
    ['with a subject that is no text', { sub: 7 }],
    ['with an expiry in words', { exp: 'never' }],
    ['with groups in one text', { groups: 'admins' }],
    ['with groups that are no texts', { groups: ['on-call', { group: 'admins' }] }],
    ['with groups by number', { groups: { 0: 'admins' } }],
    ['with too many groups', { groups: Array.from({ length: 1001 }, (_, n) => `g${n}`) }],
    ['that is too long', { filler: 'x'.repeat(9000) }],
  ])('is nothing %s', async (_name, claims) => {
    expect(await verify(await idToken(claims))).toBeUndefined();
  });

  it.each<[string, () => Promise<string>]>([
    ['signed by somebody else', () => idToken({}, {}, strangers.privateKey)],
    ['of a key that is not there', () => idToken({}, { kid: 'key-2' })],
    ['of a kind of key that is not there', () => idToken({}, { alg: 'RS256' }, rsa.privateKey)],
    ['unsigned', () => forged({ alg: 'none', kid: 'key-1' }, () => '')],
    ['unsigned in capitals', () => forged({ alg: 'NONE', kid: 'key-1' }, () => '')],
    ['with the public key as a secret', () => forged({ alg: 'HS256', kid: 'key-1' }, hmac(publicPem))],
    ['with the JWK as a secret', () => forged({ alg: 'HS256', kid: 'key-1' }, hmac(JSON.stringify(publicJwk)))],
    ['with an empty secret', () => forged({ alg: 'HS256', kid: 'key-1' }, hmac(''))],
    ['with its own key in the header', () => idToken({}, { kid: undefined, jwk: publicJwk }, strangers.privateKey)],
    ['with an extension that we must understand', () => idToken({}, { crit: ['x-bound'], 'x-bound': 1 })],
    ['in two parts', async () => (await idToken()).split('.').slice(0, 2).join('.')],
    ['of nothing', async () => '..'],
  ])('is nothing %s', async (_name, make) => {
    expect(await verify(await make())).toBeUndefined();
  });

  it('is nothing with any one character of its signed text altered', async () => {
    const token = await idToken();
    // The last character of a signature has spare bits.
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length - 2),
        fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '.', '='),
        async (at, letter) => {
          fc.pre(token[at] !== letter);
          return (await verify(token.slice(0, at) + letter + token.slice(at + 1))) === undefined;
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each(['RS256', 'PS256', 'RS384', 'PS512'])('of an RSA key is one by a listed algorithm only: %s', async (alg) => {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'key-1' }] });
    const verified = await providerVerifier(() => later(90), 'groups', keys).verify(
      await idToken({}, { alg }, privateKey),
    );
    expect(verified !== undefined).toBe(['RS256', 'PS256'].includes(alg));
  });

  it('is never thrown about', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 400 }), async (text) => (await verify(text)) === undefined),
      { numRuns: 200 },
    );
  });
});
