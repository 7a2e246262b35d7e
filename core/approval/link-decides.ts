import type { Policy } from '../policy/policy.ts';
import type { Proposal, Risk } from '../remediation/proposal.ts';
import type { Purpose } from './request.ts';
import type { DecisionInput } from './ruling.ts';

type Level = Risk['level'];

/**
 * Whether whoever holds a link, and shows nothing else, may decide about this risk. High risk never, whatever a policy
 * says.
 */
export const linkDecides = (level: Level, policy: Pick<Policy, 'linkDecides'>): boolean =>
  level !== 'high' && policy.linkDecides.includes(level);

/**
 * Why a link is not enough to decide so, or undefined. To approve a change, and to decide either way about its rollback,
 * takes what its own risk takes. A change is rejected as a whole: there one of `choices` that a link could decide is enough.
 */
export const linkTooWeak = (
  purpose: Purpose,
  { decision }: Pick<DecisionInput, 'decision'>,
  choice: Pick<Proposal, 'risk'>,
  choices: readonly Pick<Proposal, 'risk'>[],
  policy: Pick<Policy, 'linkDecides'>,
): string | undefined => {
  const decided = purpose === 'change' && decision === 'reject' ? choices : [choice];
  if (decided.some(({ risk }) => linkDecides(risk.level, policy))) return undefined;
  const { level } = choice.risk;
  return `a link alone only views a ${level}-risk change: sign in, or sign the request with AWS credentials`;
};
