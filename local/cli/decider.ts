import type { Roster } from '../../core/policy/roster.ts';
import type { Decision } from '../scenarios/scenario.ts';

const roster = 'layers/policy/roster.yaml';

/** Why somebody who is to decide cannot, as one line; undefined when all of them can. */
export const deciderProblem = (decision: Decision, { approvers }: Roster): string | undefined => {
  if (decision.kind === 'none') return undefined;
  const named = decision.kind === 'approve' ? decision.by : [decision.by];
  for (const name of named) {
    const person = approvers.find(({ id }) => id === name);
    if (person === undefined) {
      const known = approvers.map(({ id }) => id).join(', ');
      return `--${decision.kind} ${name}: no such approver in ${roster}; expected one of: ${known}`;
    }
    if (person.role === 'viewer') {
      const able = approvers.filter(({ role }) => role !== 'viewer').map(({ id }) => id);
      return `--${decision.kind} ${name}: ${name} is a viewer and decides nothing; expected one of: ${able.join(', ')}`;
    }
  }
  return undefined;
};
