import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Signer } from '../../core/audit/ports.ts';

/** A P-256 key of this process; signatures are DER, as KMS returns them. The public half verifies them. */
export const localSigner = (): Signer & { publicKey: KeyObject } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { keyId: 'local-signing-key', publicKey, sign: async (message) => sign('sha256', message, privateKey) };
};
