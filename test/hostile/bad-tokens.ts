import { createHmac, generateKeyPairSync } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import type { TokenMaker } from '../../local/identity-provider/sign.ts';
import { audience, issuer, type Standing } from './standing.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** As somebody would who hopes that a public key is taken for a secret. */
const hmacOf = (header: object, payload: object, keys: TokenMaker['keys']): string => {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${createHmac('sha256', JSON.stringify(keys[0])).update(text).digest('base64url')}`;
};

/** Tokens that are none of the provider, or none for us, or none any more, by what is wrong with each. */
export const badTokens = async ({ people, tokens, now }: Standing): Promise<ReadonlyMap<string, string>> => {
  const [alice] = people;
  if (alice === undefined) throw new Error('nobody can sign in');
  const good = await tokens.make(alice, audience, 'nonce');
  const [header = '', payload = '', signature = ''] = good.split('.');
  const seconds = Math.floor(now().getTime() / 1000);
  const claims = { iss: issuer, aud: audience, sub: alice.sub, groups: [...alice.groups], iat: seconds };
  const payloadOf = (change: JWTPayload): JWTPayload => ({ ...claims, exp: seconds + 600, ...change });
  const kid = 'this-run';
  const forged = (change: JWTPayload, head: object = {}): Promise<string> =>
    new SignJWT(payloadOf(change)).setProtectedHeader({ alg: 'ES256', kid, ...head }).sign(stranger);
  return new Map([
    ['without its secret', good],
    ['alg none', `${part({ alg: 'none' })}.${part(payloadOf({}))}.`],
    ['alg none, signed', `${part({ alg: 'none', kid })}.${part(payloadOf({}))}.${signature}`],
    ['HMAC of the public key', hmacOf({ alg: 'HS256', kid }, payloadOf({}), tokens.keys)],
    ['another key', await forged({})],
    ['another kid', await forged({}, { kid: 'zqmarkerqz' })],
    ['a key of its own', await forged({}, { jwk: tokens.keys[0] })],
    ['a key by address', await forged({}, { jku: 'http://127.0.0.1:9/keys', x5u: 'http://127.0.0.1:9/' })],
    ['another issuer', await forged({ iss: 'https://evil.example' })],
    ['another audience', await forged({ aud: 'zqmarkerqz' })],
    ['expired', await forged({ iat: seconds - 7200, exp: seconds - 3600 })],
    ['of tomorrow', await forged({ iat: seconds + 86_400, exp: seconds + 90_000 })],
    ['another payload', `${header}.${part(payloadOf({ groups: ['platform-admins'] }))}.${signature}`],
    ['huge', `${header}.${'A'.repeat(7000)}.${signature}`],
    ['four parts', `${good}.${signature}`],
    ['two parts', `${header}.${payload}`],
    ['of half a pair', `${header}.${part({ nonce: '\ud800' })}.${signature}`],
    ['no object', `${header}.${part([1])}.${signature}`],
    ['nobody', `${part({})}.${part({ sub: 'zqmarkerqz' })}.x`],
  ]);
};

/** What is wrong with each of them, for whoever generates inputs before there is a stack. */
export const badTokenNames: readonly string[] = [
  'without its secret',
  'alg none',
  'alg none, signed',
  'HMAC of the public key',
  'another key',
  'another kid',
  'a key of its own',
  'a key by address',
  'another issuer',
  'another audience',
  'expired',
  'of tomorrow',
  'another payload',
  'huge',
  'four parts',
  'two parts',
  'of half a pair',
  'no object',
  'nobody',
];
