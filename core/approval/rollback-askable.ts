import type { Incident } from '../incident/incident.ts';
import type { Table } from '../incident/table.ts';
import { denial } from '../policy/denial.ts';
import { onDuty } from '../policy/duty.ts';
import type { PolicyLayer } from '../policy/layer.ts';
import { withinReach } from '../policy/reach.ts';
import type { Proposal } from '../remediation/proposal.ts';
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
const notAllowed = ({ policy }: Deps, who: Identity, { actions, risk }: Proposal): string | undefined => {
  const { person, reach } = who;
  if (!actions.every(({ target }) => withinReach(reach, target, policy.policy))) {
    return 'asking for a rollback is beyond the teams of your groups';
  }
  return denial(policy, person, 'approve', { actions, risk }) === undefined
    ? undefined
    : `the policy does not let ${person.id} decide about this change, nor ask for its rollback`;
};

/** Whether others than whoever asks could decide it: the people on duty whom policy lets, whether they can be reached or not. */
const othersDecide = ({ policy, now }: Deps, asker: string, proposal: Proposal): boolean => {
  const { actions, risk } = proposal;
  const others = onDuty(policy.roster, now()).approvers.filter(
    (person) => person.id !== asker && denial(policy, person, 'approve', { actions, risk }) === undefined,
  );
  return quorumMet(
    requiredQuorum(proposal, proposal),
    others.map(({ id, role }) => ({ approver: id, role })),
  );
};

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
