import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { tokenVerifier } from '../../core/runtime/oidc.ts';
import { OidcEnv, oidcSettings } from '../../core/runtime/oidc-settings.ts';
import { later } from './incident.ts';

const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', use: 'sig', alg: 'ES256' };

export const issuer = 'https://login.example/pool';
export const audience = 'client-1';
export const providerKeys = JSON.stringify({ keys: [jwk] });
/** Of the same key: what somebody would use as a secret who hopes that nobody looks at the algorithm. */
export const publicPem = await exportSPKI(publicKey);
export const publicJwk = jwk;
export const privateJwk = await exportJWK(privateKey);

const seconds = (after: number): number => Math.floor(later(after).getTime() / 1000);

/** A token as the provider makes it, at the time of the tests. Claims may be wrong on purpose; undefined takes one out. */
export const idToken = (
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  key = privateKey,
): Promise<string> => {
  const times = { iat: seconds(60), exp: seconds(3600) };
  const payload = { iss: issuer, aud: audience, sub: 'sub-alice', groups: ['on-call'], ...times, ...claims };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', kid: 'key-1', ...header })
    .sign(key, { crit: { 'x-bound': true } });
};

/** A verifier of that provider, wired as the function wires it. */
export const providerVerifier = (now: () => Date, groupsClaim = 'groups', keys = providerKeys) => {
  const settings = oidcSettings(
    OidcEnv.parse({
      OIDC_ISSUER: issuer,
      OIDC_AUDIENCE: audience,
      OIDC_KEYS: keys,
      OIDC_GROUPS_CLAIM: groupsClaim,
    }),
  );
  if (settings === undefined) throw new Error('no settings');
  return tokenVerifier(settings, now);
};
export { seconds as epoch };
