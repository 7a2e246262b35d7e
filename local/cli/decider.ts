import type { Roster } from '../../core/policy/roster.ts';
import type { Decision } from '../scenarios/scenario.ts';

const roster = 'layers/policy/roster.yaml';

/** Why this person cannot do what a flag says, as one line, or undefined. */
const personProblem = (flag: string, name: string, { approvers }: Roster): string | undefined => {
  const person = approvers.find(({ id }) => id === name);
  if (person === undefined) {
    const known = approvers.map(({ id }) => id).join(', ');
    return `--${flag} ${name}: no such approver in ${roster}; expected one of: ${known}`;
  }
  if (person.role !== 'viewer') return undefined;
  const able = approvers.filter(({ role }) => role !== 'viewer').map(({ id }) => id);
  return `--${flag} ${name}: ${name} is a viewer and decides nothing; expected one of: ${able.join(', ')}`;
};

/** Why nobody can be asked in this name to take a change back, or undefined. */
export const releaserProblem = (name: string | undefined, people: Roster): string | undefined =>
  name === undefined ? undefined : personProblem('release', name, people);

/** Why somebody who is to decide cannot, as one line; undefined when all of them can. */
export const deciderProblem = (decision: Decision, people: Roster): string | undefined => {
  if (decision.kind === 'none') return undefined;
  const named = decision.kind === 'approve' ? decision.by : [decision.by];
  return named.map((name) => personProblem(decision.kind, name, people)).find((problem) => problem !== undefined);
};
