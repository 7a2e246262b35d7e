import canonicalize from 'canonicalize';
import * as z from 'zod';
import { identityMethods } from './identity.ts';
import type { MacGenerator, MacVerifier } from './ports.ts';

/** What one person decided, as the proof key authenticates it. */
export const ProofFields = z.strictObject({
  version: z.literal(1),
  purpose: z.enum(['approve', 'reject', 'rollback']),
  incidentId: z.string(),
  approvalId: z.string(),
  choiceSetDigest: z.string(),
  /** The chosen proposal's digest; for a reject the first choice's, for a rollback the executed one's. */
  chosenDigest: z.string(),
  approver: z.string(),
  role: z.string(),
  /** How the approver showed who they are; a link alone never counts for high risk. */
  identity: z.enum(identityMethods),
  /** One admin alone, in an emergency: told to everybody and reviewed. */
  breakGlass: z.boolean(),
  rollbackConsent: z.boolean(),
  decidedAt: z.iso.datetime(),
  executeBy: z.iso.datetime(),
  rollbackBy: z.iso.datetime(),
});
export type ProofFields = z.infer<typeof ProofFields>;

/** A decision as stored: one per approver. The reason is for people and is not authenticated. */
export const Decision = z.object({ proof: ProofFields, mac: z.string(), reason: z.string().max(1000).optional() });
export type Decision = z.infer<typeof Decision>;

/** The bytes under the MAC: a purpose line, so that no link can ever pass as a proof, then RFC 8785 JSON. */
export const proofMessage = (fields: ProofFields): Uint8Array =>
  new TextEncoder().encode(`sovereign-ops/proof/v1\n${canonicalize(ProofFields.parse(fields))}`);

/** Signs a decision. */
export const signProof = async (key: MacGenerator, fields: ProofFields): Promise<string> =>
  Buffer.from(await key.generate(proofMessage(fields))).toString('base64url');

/** True only when exactly these fields were signed, and for the one spelling of the MAC that `signProof` writes. */
export const verifyProof = async (key: MacVerifier, fields: ProofFields, mac: string): Promise<boolean> => {
  const bytes = Buffer.from(mac, 'base64url');
  // base64url has spare bits, and Node's decoder takes padding, the other alphabet and what is neither.
  return bytes.toString('base64url') === mac && key.verify(proofMessage(fields), bytes);
};
