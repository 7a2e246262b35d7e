import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Person } from './people.ts';

/** Long enough to read a request; real providers give an hour. */
const lifetimeSeconds = 600;

export type TokenMaker = {
  /** The public half, as a provider publishes it. */
  keys: readonly JWK[];
  make(person: Person, audience: string, nonce: string): Promise<string>;
};

/** Makes id tokens with a key pair of this run, which nobody has afterwards. */
export const tokenMaker = async (issuer: string, now: () => Date): Promise<TokenMaker> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const kid = 'this-run';
  const keys = [{ ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'ES256' }];
  return {
    keys,
    make: ({ sub, name, groups }, audience, nonce) => {
      const issuedAt = Math.floor(now().getTime() / 1000);
      return new SignJWT({ name, groups, nonce })
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(sub)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .sign(privateKey);
    },
  };
};
