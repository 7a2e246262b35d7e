import { here } from '../../core/knowledge/lessons.ts';
import { optionOf } from '../../core/knowledge/option.ts';
import { preferred } from '../../core/knowledge/prefer.ts';
import type { Similar } from '../../core/knowledge/similar.ts';
import { inVainText } from '../../core/knowledge/words.ts';
import type { Proposal } from '../../core/remediation/proposal.ts';
import type { Choices } from './choices.ts';

type Planned = Extract<Choices, { kind: 'planned' }>;

/** The proposal with what was learnt of it on this resource among its factors, so that it is approved with it. */
const withRecord = (proposal: Proposal, inVain: string | undefined): Proposal =>
  inVain === undefined
    ? proposal
    : { ...proposal, risk: { ...proposal.risk, factors: [...proposal.risk.factors, inVain] } };

/**
 * The planned choices in the light of what helped in similar incidents with the same cause on this resource: a
 * recommendation that did not gives way to a choice with a better record. Nothing is added or taken away, no risk is
 * lowered or raised, and the reason is said in `because`.
 */
export const inLightOf = (
  { recommended, alternatives, leftOut }: Planned,
  similar: readonly Similar[],
  category: string,
): Planned & { because?: string } => {
  const learnt = [recommended, ...alternatives].map((proposal) => {
    const lesson = here(similar, category, optionOf(proposal));
    return { lesson, proposal: withRecord(proposal, inVainText(lesson)) };
  });
  const best = preferred(learnt.map(({ lesson }) => lesson));
  const usual = learnt[0];
  const first = learnt[best];
  if (usual === undefined || first === undefined) throw new Error('there is always a recommendation');
  const others = learnt.flatMap(({ proposal }, index) => (index === best ? [] : [proposal]));
  const because =
    best === 0
      ? {}
      : {
          because: `${first.proposal.title ?? 'another change'} comes first: the usual one ${inVainText(usual.lesson)}`,
        };
  return { kind: 'planned', recommended: first.proposal, alternatives: others, leftOut, ...because };
};
