import type { RunDocument } from '../cli/document.ts';
import type { Decision, End, Scenario } from '../scenarios/scenario.ts';

/** The state a run must end in. Where a person decided, it follows from what they decided. */
export const expectedStatus = (
  { ends }: Scenario,
  decision: Decision | { kind: 'person' },
  { approval }: Pick<RunDocument, 'approval'>,
): End => {
  if (decision.kind !== 'person') return ends[decision.kind];
  const decisions = approval?.decisions.map((made) => made.decision) ?? [];
  if (decisions.includes('reject')) return ends.reject;
  return decisions.length > 0 ? ends.approve : ends.none;
};
