import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EnvironmentError, readEnv } from '../../../core/runtime/env.ts';
import { OidcEnv, oidcSettings } from '../../../core/runtime/oidc-settings.ts';
import { audience, issuer, privateJwk, providerKeys, publicJwk } from '../../support/identity-provider.ts';

const full = { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_KEYS: providerKeys, OIDC_GROUPS_CLAIM: 'groups' };
const read = (change: Record<string, string> = {}) => oidcSettings(readEnv(OidcEnv, { ...full, ...change }));
const keys = (...list: object[]) => ({ OIDC_KEYS: JSON.stringify({ keys: list }) });
const secret = { kty: 'oct', k: randomBytes(32).toString('base64url') };
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });

describe('the settings of the identity provider', () => {
  it('are none where none is named', () => {
    expect(read({ OIDC_ISSUER: '', OIDC_AUDIENCE: '', OIDC_KEYS: '' })).toBeUndefined();
    expect(oidcSettings(readEnv(OidcEnv, {}))).toBeUndefined();
  });

  it('hold the keys for signatures', () => {
    const other = { ...publicJwk, kid: 'key-2', use: 'enc' };
    expect(read(keys(publicJwk, other))).toEqual({
      issuer,
      audience,
      groupsClaim: 'groups',
      keys: [publicJwk],
    });
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'no issuer',
      { OIDC_ISSUER: '' },
      'OIDC_ISSUER: expected the issuer that the other OIDC settings belong to, found ""',
    ],
    ['no audience', { OIDC_AUDIENCE: '' }, `OIDC_AUDIENCE: expected the client id at ${issuer}, found ""`],
    ['no keys', { OIDC_KEYS: '' }, `OIDC_KEYS: expected the public keys of ${issuer}, found ""`],
    [
      'no JSON',
      { OIDC_KEYS: '{"keys": [' },
      'expected a JSON Web Key Set {"keys": [...]}, found 10 characters of no such',
    ],
    ['one key only', { OIDC_KEYS: JSON.stringify(publicJwk) }, 'expected a JSON Web Key Set'],
    ['an empty set', keys(), 'expected a JSON Web Key Set'],
    [
      'a private key',
      keys(publicJwk, privateJwk),
      'expected public signature keys only, found a private or a secret one as key 2',
    ],
    ['a secret', keys(secret), 'found a private or a secret one as key 1'],
    ['an unknown kind of key', keys({ kty: 'what' }), 'found one whose kty is none of RSA, EC, OKP as key 1'],
    ['half a key', keys({ kty: 'EC', crv: 'P-256', x: publicJwk.x }), 'found one that cannot be read as key 1'],
    ['a weak key', keys(weak), 'found one of 1024 bits as key 1'],
    ['keys for encryption', keys({ ...publicJwk, use: 'enc' }), 'expected a key for signatures, found none'],
    ['no claim', { OIDC_GROUPS_CLAIM: 'a b' }, 'OIDC_GROUPS_CLAIM: expected the claim that lists groups'],
    ['no URL', { OIDC_ISSUER: 'login' }, 'OIDC_ISSUER: expected the issuer of the OIDC provider'],
  ])('are refused in one line that shows no key: %s', (_name, change, line) => {
    const failing = (): unknown => read(change);
    expect(failing).toThrow(EnvironmentError);
    expect(failing).toThrow(line);
    expect(failing).not.toThrow(String(privateJwk.d));
    expect(failing).not.toThrow(secret.k);
    expect(failing).not.toThrow('\n');
  });
});
