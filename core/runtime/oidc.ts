import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod';
import type { TokenClaims, TokenVerifier } from '../approval/ports.ts';
import type { Clock } from './effects.ts';
import type { OidcSettings } from './oidc-settings.ts';

/** Asymmetric ones only: a key that everybody may know must not be good for making a token. */
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
/** API Gateway takes 10,240 bytes of headers in all. */
const longestToken = 8192;
const clockToleranceSeconds = 30;
/** Whoever signed in longer ago than a working day does it again, whatever the provider grants. */
const longestAge = '12h';

const Subject = z.string().min(1).max(255);
const Groups = z.array(z.string().min(1).max(255)).max(1000);

/** A token for several audiences says which of them it was made for; ours must be that one. */
const madeForUs = ({ aud, azp }: JWTPayload, audience: string): boolean =>
  !Array.isArray(aud) || aud.length === 1 || azp === audience;

const claimsOf = (payload: JWTPayload, { audience, groupsClaim }: OidcSettings): TokenClaims | undefined => {
  const subject = Subject.safeParse(payload.sub);
  const groups = Groups.safeParse(Object.hasOwn(payload, groupsClaim) ? payload[groupsClaim] : []);
  if (!subject.success || !groups.success || !madeForUs(payload, audience)) return undefined;
  return { subject: subject.data, groups: groups.data };
};

/** Verifies tokens of the identity provider by the keys at hand: asks nobody, and needs no network. */
export const tokenVerifier = (settings: OidcSettings, now: Clock): TokenVerifier => {
  const keySet = createLocalJWKSet({ keys: settings.keys.map((key) => ({ ...key, kty: key.kty ?? '' })) });
  return {
    verify: async (token) => {
      if (token.length > longestToken) return undefined;
      try {
        const { payload } = await jwtVerify(token, keySet, {
          algorithms,
          issuer: settings.issuer,
          audience: settings.audience,
          requiredClaims: ['sub', 'iat', 'exp'],
          clockTolerance: clockToleranceSeconds,
          maxTokenAge: longestAge,
          currentDate: now(),
        });
        return claimsOf(payload, settings);
      } catch {
        // The keys were read at the start, so whatever is wrong now is wrong with the token.
        return undefined;
      }
    },
  };
};
