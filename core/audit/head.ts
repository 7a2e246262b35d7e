import * as z from 'zod';
import { sha256 } from '../remediation/digest.ts';
import type { Signer } from './ports.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The last record of a chain at the time of a head. */
export const ChainEnd = z.strictObject({ chain: z.string(), number: z.int().positive(), hash: Hash });
export type ChainEnd = z.infer<typeof ChainEnd>;

const content = {
  hour: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d$/),
  at: z.iso.datetime(),
  chains: z.array(ChainEnd),
  /** Hash of the head before it. */
  previous: Hash,
};

/**
 * Where the chains stood at an hour. Signed, it proves afterwards that none was cut or rewritten. Version 2 names the
 * chains that grew since the head before it: with `previous` it holds all heads before it, and so every chain there is.
 * Version 1, of earlier builds, named every chain.
 */
export const Head = z.discriminatedUnion('version', [
  z.strictObject({ version: z.literal(1), ...content }),
  z.strictObject({ version: z.literal(2), ...content }),
]);
export type Head = z.infer<typeof Head>;

export const SignedHead = z.strictObject({ head: Head, keyId: z.string(), signature: z.base64() });
export type SignedHead = z.infer<typeof SignedHead>;

/** True when the signature is of this message by the key that signs heads: ECDSA P-256 over SHA-256, DER. */
export type VerifySignature = (message: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>;

export const headHash = (head: Head): string => sha256(head);

/** The bytes under the signature: the hash and not the head, which may outgrow the 4,096 bytes that KMS signs. */
export const headMessage = (head: Head): Uint8Array =>
  new TextEncoder().encode(`sovereign-ops/audit-head/v1\n${headHash(head)}`);

/** Signs a head. Throws what the signer throws. */
export const signHead = async (signer: Signer, head: Head): Promise<SignedHead> => ({
  head,
  keyId: signer.keyId,
  signature: Buffer.from(await signer.sign(headMessage(head))).toString('base64'),
});

/** True only when exactly this head was signed. */
export const headIsGenuine = async ({ head, signature }: SignedHead, verify: VerifySignature): Promise<boolean> =>
  verify(headMessage(head), Buffer.from(signature, 'base64'));

/** The signed head in a stored text, or undefined when it is none. */
export const readHead = (body: string): SignedHead | undefined => {
  try {
    return SignedHead.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
};
