import { approvalDue } from '../incident/deadline.ts';
import { Correlation } from '../incident/correlate.ts';
import { Incident } from '../incident/incident.ts';
import { keys } from '../incident/keys.ts';
import { terminal } from '../incident/lifecycle.ts';
import { type Step, stepWrites } from '../incident/step.ts';
import type { Table, Write } from '../incident/table.ts';
import { cleanText } from '../incident/text.ts';
import { denial } from '../policy/denial.ts';
import { onDuty } from '../policy/duty.ts';
import type { PolicyLayer } from '../policy/layer.ts';
import { withinReach } from '../policy/reach.ts';
import { scopeOf } from '../remediation/conclude.ts';
import { proposalDigest } from '../remediation/digest.ts';
import type { Proposal } from '../remediation/proposal.ts';
import { targetsOf } from '../remediation/targets.ts';
import { approvalIdFor } from './approval-id.ts';
import type { Identity } from './identity.ts';
import { notAnOperator } from './operator.ts';
import { quorumMet, requiredQuorum } from './quorum.ts';
import { restorable } from './restorable.ts';

/** Each time wakes people: somebody who gets no answer to so many requests must talk to them. */
export const mostRollbackRequests = 5;

type Deps = {
  table: Table;
  policy: Pick<PolicyLayer, 'roster' | 'policy' | 'decide' | 'profiles'>;
  versions: Step['versions'];
  now: () => Date;
};

export type RollbackRequested =
  | { kind: 'asked'; decideBy: string }
  /** It is asked for, or on its way, or done. */
  | { kind: 'already'; why: string }
  | { kind: 'not-permitted'; why: string }
  | { kind: 'refused'; why: string }
  /** Somebody wrote at the same moment: read the incident and try again. */
  | { kind: 'lost' };

const refused = (why: string): RollbackRequested => ({ kind: 'refused', why });

const wrongStatus = ({ status }: Incident): RollbackRequested | undefined => {
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

/** The check that no other incident of its resource is open, or which one is. */
const alone = async (table: Table, incident: Incident): Promise<{ check: Write } | { other: string }> => {
  const scope = scopeOf(incident);
  const key = keys.correlation(scope);
  const [item] = await table.getAll([key]);
  const known = item === undefined ? undefined : Correlation.parse(item);
  if (known === undefined) {
    return { check: { kind: 'check', key, when: [{ attribute: 'incidentId', is: 'absent' }] } };
  }
  const [state] = await table.getAll([keys.incident(known.incidentId)]);
  const other = state === undefined || known.incidentId === incident.id ? undefined : Incident.parse(state);
  if (other !== undefined && !terminal.has(other.status)) return { other: other.id };
  const when = [
    { attribute: 'incidentId', is: 'equal', value: known.incidentId },
    { attribute: 'version', is: 'equal', value: known.version },
  ] as const;
  return { check: { kind: 'check', key, when } };
};

const stepOf = (
  deps: Deps,
  by: Step['by'],
  { person }: Identity,
  incident: Incident,
  executed: Proposal,
  why: string,
) => {
  const at = deps.now();
  const times = (incident.rollbackAsked?.times ?? 0) + 1;
  const until = new Date(at.getTime() + deps.policy.policy.approvalMinutes * 60_000);
  const leases = targetsOf(executed, incident);
  const step: Step = {
    to: 'awaiting_rollback_approval',
    by,
    at,
    person: person.id,
    reason: cleanText(`rollback asked for by ${person.id}: ${why}`, 600),
    digests: { proposal: proposalDigest(executed) },
    versions: deps.versions,
    due: approvalDue(at, until, 0),
    set: {
      leases,
      rollbackApprovalId: approvalIdFor(incident.id, 'rollback', times),
      rollbackAsked: { by: person.id, times },
    },
  };
  return { step, leases, until };
};

/** Each resource is free, and this incident was the last to change it: nothing is undone beneath a change of another. */
const leaseWrites = (incidentId: string, leases: readonly string[]): Write[] =>
  leases.flatMap((resource): Write[] => [
    { kind: 'create', item: { ...keys.lease(resource), incidentId } },
    {
      kind: 'check',
      key: keys.lastChange(resource),
      when: [{ attribute: 'incidentId', is: 'equal', value: incidentId }],
    },
  ]);

const whyLost = (failed: readonly (Write | undefined)[], leases: readonly string[]): RollbackRequested => {
  for (const resource of leases) {
    const held = failed.some((write) => write?.kind === 'create' && write.item.pk === keys.lease(resource).pk);
    if (held) return refused(`another incident is changing ${resource}`);
    const changed = failed.some((write) => write?.kind === 'check' && write.key.pk === keys.lastChange(resource).pk);
    if (changed) return refused(`another incident changed ${resource} since, or it is not known that none did`);
  }
  return { kind: 'lost' };
};

/**
 * Reopens a resolved incident in the name of `who`, so that people are asked whether its change is to be taken back: with
 * their reason and the leases of its resources, in one transaction. Nothing of it is decided, and whoever asks does not
 * decide it. `by` is the function that they asked.
 */
export const requestRollback = async (
  deps: Deps,
  by: Step['by'],
  who: Identity,
  incident: Incident,
  why: string,
): Promise<RollbackRequested> => {
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
  if (!othersDecide(deps, person.id, executed)) {
    return refused(`too few people on duty besides ${person.id} may decide it, and nobody decides what they asked for`);
  }
  const only = await alone(table, incident);
  if ('other' in only) return refused(`${only.other} of the same resource is open: end that first`);

  const { step, leases, until } = stepOf(deps, by, who, incident, executed, why);
  const moves = stepWrites(incident, step);
  const gates = [...leaseWrites(incident.id, leases), only.check];
  const result = await table.transact([...moves, ...gates]);
  if (result.kind === 'committed') return { kind: 'asked', decideBy: until.toISOString() };
  const moved = result.failed.some((index) => index < moves.length);
  return moved
    ? { kind: 'lost' }
    : whyLost(
        result.failed.map((index) => gates[index - moves.length]),
        leases,
      );
};
