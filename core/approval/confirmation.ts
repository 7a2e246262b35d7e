import { cleanText } from '../incident/text.ts';
import type { Proposal } from '../remediation/proposal.ts';
import type { Identity } from './identity.ts';
import type { DecisionInput } from './ruling.ts';

/** Longer names are cut, in the question as in the answer. */
export const longestConfirmation = 300;

/**
 * What must be typed before this choice is approved in a browser: the name of the first resource it changes, as the page
 * shows it. Undefined for low risk, where one click is enough.
 */
export const nameToType = ({ risk, actions }: Pick<Proposal, 'risk' | 'actions'>): string | undefined =>
  risk.level === 'low' ? undefined : cleanText(actions[0]?.target.name ?? '', longestConfirmation);

/**
 * Why this approval is not confirmed, or undefined. A robot that follows links and submits what it finds does not know what
 * to type; a person who has not read what is changed does not either. Who signs with AWS credentials names the digest.
 */
export const unconfirmed = (
  { method }: Pick<Identity, 'method'>,
  { decision, confirm }: Pick<DecisionInput, 'decision' | 'confirm'>,
  choice: Pick<Proposal, 'risk' | 'actions'>,
): string | undefined => {
  const name = nameToType(choice);
  if (decision === 'reject' || method === 'iam' || name === undefined) return undefined;
  if (name !== '' && confirm?.trim() === name) return undefined;
  return `approving a ${choice.risk.level}-risk change needs the name of its resource, typed exactly`;
};
