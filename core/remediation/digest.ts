import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ChoiceSet, Proposal } from './proposal.ts';

/** SHA-256 in lower-case hex over the RFC 8785 canonical JSON of a value. Throws for what JSON cannot hold. */
export const sha256 = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('only JSON values have a digest');
  return createHash('sha256').update(text).digest('hex');
};

/** What is approved, and the only thing that runs. */
export const proposalDigest = (proposal: Proposal): string => sha256(proposal);

/** Binds the link and every decision to all choices in their order, and to what was said of doing nothing. */
export const choiceSetDigest = ({ incidentId, choices, doNothing }: ChoiceSet): string =>
  sha256({ version: 2, incidentId, choices: choices.map(proposalDigest), doNothing });
