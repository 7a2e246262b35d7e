import type { Incident } from '../../core/incident/incident.ts';
import type { Moment } from '../../core/policy/layer.ts';
import type { Runbook } from '../../core/policy/runbook.ts';
import { sha256 } from '../../core/remediation/digest.ts';
import type { Proposal } from '../../core/remediation/proposal.ts';
import { type Deps, planProposal } from './plan.ts';
import { notOffered, type Remedy } from './remedy.ts';

export type Choices =
  | { kind: 'planned'; recommended: Proposal; alternatives: Proposal[]; leftOut: string[] }
  | { kind: 'impossible'; reason: string };

/** The same for two choices that would do the same, whatever their parameters and titles say. */
const effect = ({ actions }: Proposal): string =>
  sha256(actions.map(({ id, target, touched }) => ({ id, target, touched })));

/**
 * The recommendation and its alternatives, each planned by itself and within policy. Without the recommendation there is
 * nothing to offer; an alternative that is impossible, beyond policy or the same as another choice is left out.
 */
export const planChoices = async (
  deps: Deps,
  incident: Incident,
  runbook: Runbook,
  remedy: Extract<Remedy, { kind: 'remedy' }>,
  now: Date,
  moment: Moment,
): Promise<Choices> => {
  const first = await planProposal(deps, incident, runbook, remedy.recommended, now, moment);
  if (first.kind === 'impossible') return first;
  const alternatives: Proposal[] = [];
  const leftOut = [...remedy.leftOut];
  const effects = new Set([effect(first.proposal)]);
  for (const option of remedy.alternatives) {
    const planned = await planProposal(deps, incident, runbook, option, now, moment);
    if (planned.kind === 'impossible') leftOut.push(notOffered(option, planned.reason));
    else if (effects.has(effect(planned.proposal)))
      leftOut.push(notOffered(option, 'it is the same as another choice'));
    else {
      effects.add(effect(planned.proposal));
      alternatives.push(planned.proposal);
    }
  }
  return { kind: 'planned', recommended: first.proposal, alternatives, leftOut };
};
