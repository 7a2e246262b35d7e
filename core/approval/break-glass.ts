import type { Policy } from '../policy/policy.ts';
import type { Risk } from '../remediation/proposal.ts';
import type { ProofFields } from './proof.ts';

/** Begins the reason of a step that one admin made alone: whoever tells people of it looks for this. */
export const breakGlassMark = 'break-glass: ';

type Alone = Pick<ProofFields, 'approver' | 'role' | 'identity'>;

/**
 * Why this person may not approve this risk alone, or undefined when they may: high risk only, an admin only, with more
 * than a link, and only where the policy has it. `policy` is undefined for a change that was made already: whether it
 * could be made was judged then.
 */
export const notAlone = (
  { approver, role, identity }: Alone,
  level: Risk['level'],
  policy: Pick<Policy, 'breakGlass'> | undefined,
): string | undefined => {
  if (policy?.breakGlass === false) return 'the policy has no break-glass: another person must approve';
  if (level !== 'high') return `break-glass is for high risk only; this is ${level}`;
  if (role !== 'admin') return `${approver} is ${role}: only an admin may break the glass`;
  return identity === 'link' ? 'nobody breaks the glass by a link alone: sign in, or sign the request' : undefined;
};
