import { createPublicKey, type JsonWebKey } from 'node:crypto';
import * as z from 'zod';
import { EnvironmentError } from './env.ts';

/** The identity provider whose tokens are believed; where the issuer is empty there is none. */
export const OidcEnv = z.object({
  OIDC_ISSUER: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })])
    .default('')
    .describe('the issuer of the OIDC provider as its tokens spell it, or empty'),
  OIDC_AUDIENCE: z.string().max(255).default('').describe('the client id that tokens are issued for, or empty'),
  // Read by `oidcSettings`: what is wrong about keys must not be shown.
  OIDC_KEYS: z.string().default('').describe('the public keys of the OIDC provider, or empty'),
  OIDC_GROUPS_CLAIM: z
    .string()
    .regex(/^[\w:./-]{1,100}$/)
    .default('groups')
    .describe('the claim that lists groups, such as groups or cognito:groups'),
});

export type OidcSettings = { issuer: string; audience: string; groupsClaim: string; keys: readonly JsonWebKey[] };

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const Jwk = z.looseObject({
  kty: z.enum(['RSA', 'EC', 'OKP']),
  kid: z.string().min(1).max(255).optional(),
  use: z.string().optional(),
});
const KeySet = z.object({ keys: z.array(z.looseObject({})).min(1) });

const wrong = (variable: string, expected: string, found: string): EnvironmentError =>
  new EnvironmentError(`environment variable ${variable}: expected ${expected}, found ${found}`);

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Also when it is cut: a parameter of CloudFormation holds 4,096 characters.
    return undefined;
  }
};

const smallestRsaBits = 2048;

/** The key as it is used, or what is wrong with it; never a part of it. */
const publicKey = (jwk: Record<string, unknown>): z.infer<typeof Jwk> | string => {
  if (privateMembers.some((name) => Object.hasOwn(jwk, name))) return 'a private or a secret one';
  const { data } = Jwk.safeParse(jwk);
  if (data === undefined) return 'one whose kty is none of RSA, EC, OKP';
  try {
    const { modulusLength } = createPublicKey({ key: data, format: 'jwk' }).asymmetricKeyDetails ?? {};
    return modulusLength !== undefined && modulusLength < smallestRsaBits ? `one of ${modulusLength} bits` : data;
  } catch {
    return 'one that cannot be read';
  }
};

const keysOf = (text: string): JsonWebKey[] => {
  const set = KeySet.safeParse(parsedJson(text));
  if (!set.success)
    throw wrong('OIDC_KEYS', 'a JSON Web Key Set {"keys": [...]}', `${text.length} characters of no such`);
  const keys = set.data.keys.map((jwk, index) => {
    const key = publicKey(jwk);
    if (typeof key === 'string') throw wrong('OIDC_KEYS', 'public signature keys only', `${key} as key ${index + 1}`);
    return key;
  });
  const signing = keys.filter(({ use }) => use === undefined || use === 'sig');
  if (signing.length === 0) throw wrong('OIDC_KEYS', 'a key for signatures', 'none');
  return signing;
};

/**
 * The provider, or undefined where none is named. Throws `EnvironmentError`, one line, for half of a provider and for keys
 * that are not public, weak or not readable; it shows nothing of a key.
 */
export const oidcSettings = (env: z.infer<typeof OidcEnv>): OidcSettings | undefined => {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_KEYS: keys, OIDC_GROUPS_CLAIM: groupsClaim } = env;
  if (issuer === '' && audience === '' && keys === '') return undefined;
  if (issuer === '') throw wrong('OIDC_ISSUER', 'the issuer that the other OIDC settings belong to', '""');
  if (audience === '') throw wrong('OIDC_AUDIENCE', `the client id at ${issuer}`, '""');
  if (keys === '') throw wrong('OIDC_KEYS', `the public keys of ${issuer}`, '""');
  return { issuer, audience, groupsClaim, keys: keysOf(keys) };
};
