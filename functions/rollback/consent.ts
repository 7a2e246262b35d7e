import { type Authority, authorityFor, type Refusal } from '../../core/approval/authority.ts';
import { readClaimed } from '../../core/approval/claimed.ts';
import type { MacVerifier } from '../../core/approval/ports.ts';
import type { Decision } from '../../core/approval/proof.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { Roster } from '../../core/policy/roster.ts';

type Deps = { table: Table; policy: PolicyLayer; proofVerifier: MacVerifier; now: () => Date };
export type Consent =
  /** `changeId` is the approval of the change as its proofs name it: its claims and its journal are under this id. */
  | { kind: 'consented'; authority: Authority; changeId: string }
  /** It was consented, until a moment that is over: what was begun by then is still looked after. */
  | { kind: 'lapsed'; authority: Authority; changeId: string; reason: string }
  | Refusal;

const refused = (reason: string): Refusal => ({ kind: 'refused', about: 'proof', reason });

/**
 * Whether a rollback may run, from proofs alone: the approval of the change consented to it and the outcome is clear, or
 * a person approved the rollback itself. Either holds until its own `rollbackBy`. Once people were asked, their answer
 * alone counts: what an approver of the change consented to was the rollback of a change that failed.
 */
export const consentOf = async (deps: Deps, incident: Incident): Promise<Consent> => {
  const change = await approvalOfChange(deps, incident);
  if (change.kind === 'refused') return change;
  const clear = incident.status !== 'inconclusive';
  const asked = await approvalOfRollback(deps, incident);
  if (asked.kind === 'granted') {
    if (asked.digest !== change.digest) return refused('the rollback approved is of another change');
    return inTime(deps, asked, change);
  }
  if (incident.rollbackApprovalId !== undefined) return asked;
  if (!change.rollbackConsented) return refused('the approver did not consent to an automatic rollback');
  return clear ? inTime(deps, change, change) : refused('the metrics do not tell whether the change helped');
};

const inTime = ({ now }: Deps, authority: Authority, change: Authority): Consent => {
  const consent = { authority, changeId: change.approvalId };
  if (now() <= authority.rollbackBy) return { kind: 'consented', ...consent };
  const reason = `the rollback was consented until ${authority.rollbackBy.toISOString()}`;
  return { kind: 'lapsed', reason, ...consent };
};

/**
 * The approval that is being undone. Who approved was in the roster when they did, else there is no proof; a roster that
 * changed since must not stand between a failed change and its prior state.
 */
const approvalOfChange = async (deps: Deps, { id, approvalId }: Incident): Promise<Authority | Refusal> => {
  const claimed = approvalId === undefined ? undefined : await readClaimed(deps.table, approvalId);
  if (claimed === undefined) return refused('there is no approval of a change');
  return authorityFor('change', claimed, id, deps.proofVerifier, rosterOf(claimed.decisions));
};

/** The people of these decisions in the role they had, as the proofs say it; `authorityFor` verifies each of them. */
const rosterOf = (decisions: readonly Decision[]): Roster => {
  const approvers = decisions.map(({ proof: { approver, role } }) => ({ id: approver, name: approver, role }));
  return Roster.safeParse({ approvers }).data ?? { approvers: [], groups: [] };
};

const approvalOfRollback = async (
  deps: Deps,
  { id, rollbackApprovalId, rollbackAsked }: Incident,
): Promise<Authority | Refusal> => {
  const claimed = rollbackApprovalId === undefined ? undefined : await readClaimed(deps.table, rollbackApprovalId);
  if (claimed === undefined) return refused('nobody approved a rollback');
  const own = claimed.decisions.find(({ proof }) => proof.approver === rollbackAsked?.by);
  if (own !== undefined) return refused(`${own.proof.approver} asked for the rollback and approved it`);
  return authorityFor('rollback', claimed, id, deps.proofVerifier, deps.policy.roster);
};
