import { createPublicKey, type KeyLike, type KeyObject, verify } from 'node:crypto';

/**
 * Verifies signatures of the audit's signing key (ECDSA P-256 over SHA-256, DER) with its public half: a PEM as
 * `aws kms get-public-key` gives it, or a key object. Needs no AWS. Throws when the key cannot be read.
 */
export const publicKeyVerifier = (key: string | KeyLike): ((message: Uint8Array, signature: Uint8Array) => boolean) => {
  const publicKey = typeof key === 'string' ? ellipticKey(key) : key;
  return (message, signature) => verify('sha256', message, publicKey, signature);
};

const ellipticKey = (pem: string): KeyObject => {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ec') throw new Error(`expected a key for ECDSA, found ${key.asymmetricKeyType}`);
  return key;
};
