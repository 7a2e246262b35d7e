import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MacGenerator, MacVerifier } from '../../core/approval/ports.ts';

/** An HMAC-SHA-256 key of this process, in the two halves that two different functions hold in an account. */
export const localMac = (secret: Uint8Array): { generator: MacGenerator; verifier: MacVerifier } => {
  const mac = (message: Uint8Array): Uint8Array => createHmac('sha256', secret).update(message).digest();
  return {
    generator: { generate: async (message) => mac(message) },
    verifier: {
      verify: async (message, candidate) => {
        const expected = mac(message);
        return candidate.length === expected.length && timingSafeEqual(candidate, expected);
      },
    },
  };
};
