import { proposalDigest } from '../remediation/digest.ts';
import type { ChoiceSet, Proposal } from '../remediation/proposal.ts';
import type { Decision } from './proof.ts';

/** The digest that the approvals of a change name; all of them name the same. */
export const approvedDigest = (decisions: readonly Decision[]): string | undefined =>
  decisions.find(({ proof }) => proof.purpose === 'approve')?.proof.chosenDigest;

/**
 * The choice that was approved, or the recommendation while none is. From rows that anybody may have written: for what
 * people are told, never for what is done. Throws for a set without choices.
 */
export const chosenOf = ({ incidentId, choices }: ChoiceSet, decisions: readonly Decision[]): Proposal => {
  const digest = approvedDigest(decisions);
  const chosen = choices.find((choice) => proposalDigest(choice) === digest) ?? choices[0];
  if (chosen === undefined) throw new Error(`incident ${incidentId} has no choice`);
  return chosen;
};
