import type { Incident } from '../incident/incident.ts';
import type { Table } from '../incident/table.ts';
import { denial } from '../policy/denial.ts';
import type { PolicyLayer } from '../policy/layer.ts';
import { withinReach } from '../policy/reach.ts';
import type { Proposal } from '../remediation/proposal.ts';
import { deciders } from './deciders.ts';
import type { Identity } from './identity.ts';
import { notAnOperator } from './operator.ts';
import { quorumMet, requiredQuorum } from './quorum.ts';
import { restorable } from './restorable.ts';

/** Each time wakes people: somebody who gets no answer to so many requests must talk to them. */
export const mostRollbackRequests = 5;

type Deps = {
  table: Table;
  policy: Pick<PolicyLayer, 'roster' | 'policy' | 'decide' | 'profiles'>;
  now: () => Date;
};

export type NotAskable =
  /** It is asked for, or on its way, or done. */
  { kind: 'already'; why: string } | { kind: 'not-permitted'; why: string } | { kind: 'refused'; why: string };
export type Askable = { kind: 'askable'; executed: Proposal } | NotAskable;

const refused = (why: string): NotAskable => ({ kind: 'refused', why });

const wrongStatus = ({ status }: Incident): NotAskable | undefined => {
  switch (status) {
    case 'resolved':
      return undefined;
    case 'awaiting_rollback_approval':
      return { kind: 'already', why: 'people are asked about its rollback already' };
    case 'rolling_back':
    case 'rolled_back':
      return { kind: 'already', why: `it is ${status.replaceAll('_', ' ')}` };
    default:
      return refused(
        `it is ${status.replaceAll('_', ' ')}: only the change of a resolved incident is taken back on request`,
      );
  }
};

/** Whoever may approve a change may ask that it be taken back. */
const notAllowed = ({ policy }: Deps, who: Identity, executed: Proposal): string | undefined => {
  const { person, reach } = who;
  if (!executed.actions.every(({ target }) => withinReach(reach, target, policy.policy))) {
    return 'asking for a rollback is beyond the teams of your groups';
  }
  // Whoever asked for the change itself may, too: to ask decides nothing.
  return denial(policy, person, 'approve', { ...executed, askedBy: undefined }) === undefined
    ? undefined
    : `the policy does not let ${person.id} decide about this change, nor ask for its rollback`;
};

/** Whether others than whoever asks could decide it, whether they can be reached or not. */
const othersDecide = (deps: Deps, asker: string, proposal: Proposal): boolean =>
  quorumMet(
    requiredQuorum(proposal, proposal),
    deciders(deps, proposal, asker).map(({ id, role }) => ({ approver: id, role })),
  );

/**
 * Whether this person may ask that the change of this incident be taken back, and which change that is. What other incidents
 * did to its resources since is not looked at here: the transaction that asks finds it.
 */
export const rollbackAskable = async (deps: Deps, who: Identity, incident: Incident): Promise<Askable> => {
  const { table, policy } = deps;
  const { person } = who;
  const denied = notAnOperator(policy, who, 'asking for a rollback', incident.resource);
  if (denied !== undefined) return { kind: 'not-permitted', why: denied };
  const wrong = wrongStatus(incident);
  if (wrong !== undefined) return wrong;

  const found = await restorable(table, incident, deps.now());
  if (found.kind === 'nothing') return refused(found.why);
  const { executed } = found;
  const not = notAllowed(deps, who, executed);
  if (not !== undefined) return { kind: 'not-permitted', why: not };
  if ((incident.rollbackAsked?.times ?? 0) >= mostRollbackRequests) {
    return refused(`it was asked for ${mostRollbackRequests} times, which is the most`);
  }
  return othersDecide(deps, person.id, executed)
    ? { kind: 'askable', executed }
    : refused(`too few people on duty besides ${person.id} may decide it, and nobody decides what they asked for`);
};
