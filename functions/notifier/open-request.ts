import { approvalIdFor } from '../../core/approval/approval-id.ts';
import type { Notices } from '../../core/approval/ports.ts';
import { quorumMet, requiredQuorum } from '../../core/approval/quorum.ts';
import { type ApprovalRequest, requestItem } from '../../core/approval/request.ts';
import { approvalDue } from '../../core/incident/deadline.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { advance, type Versions } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import { denial } from '../../core/policy/denial.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Approver } from '../../core/policy/policy.ts';
import { choiceSetDigest } from '../../core/remediation/digest.ts';
import type { ChoiceSet, Proposal } from '../../core/remediation/proposal.ts';

type Deps = { table: Table; policy: PolicyLayer; notices: Notices; versions: Versions; now: () => Date };
export type Opened = { kind: 'stale' | 'awaiting_approval' | 'notify_failed' };

/** Who may decide this by policy, whether they can be reached or not. The mode does not matter: a rollback is asked in any. */
const deciders = (layer: PolicyLayer, proposal: Proposal): Approver[] =>
  layer.roster.approvers.filter((person) => denial(layer, person, 'approve', proposal) === undefined);

const requestFor = (
  incident: Incident,
  choices: ChoiceSet,
  purpose: ApprovalRequest['purpose'],
  approvers: readonly Approver[],
  period: { at: Date; expiresAt: string },
): ApprovalRequest | undefined => {
  const [first] = choices.choices;
  if (first === undefined) return undefined;
  const { quorum } = first;
  const asked = approvers.map(({ id, role }) => ({ approver: id, role }));
  if (!quorumMet(requiredQuorum({ quorum }, first), asked)) return undefined;
  return {
    approvalId: approvalIdFor(incident.id, purpose),
    purpose,
    incidentId: incident.id,
    choiceSetDigest: choiceSetDigest(choices),
    approvers: approvers.map(({ id }) => id),
    quorum,
    status: 'pending',
    createdAt: period.at.toISOString(),
    expiresAt: period.expiresAt,
    version: 0,
  };
};

const askable = async (deps: Deps, choices: ChoiceSet): Promise<Approver[]> => {
  const [first] = choices.choices;
  const may = first === undefined ? [] : deciders(deps.policy, first);
  const reachable = new Set(await deps.notices.reachable(may.map(({ id }) => id)));
  return may.filter(({ id }) => reachable.has(id));
};

/** Opens the request for a change, or ends in `notify_failed` when those who could decide cannot be reached. */
export const openChangeRequest = async (deps: Deps, incident: Incident, choices: ChoiceSet): Promise<Opened> => {
  const approvers = await askable(deps, choices);
  const at = deps.now();
  const expiresAt = choices.choices[0]?.expiresAt ?? at.toISOString();
  const request = requestFor(incident, choices, 'change', approvers, { at, expiresAt });
  const base = { by: 'notifier' as const, at, versions: deps.versions };
  if (request === undefined) {
    const reason = 'not enough approvers with a permission and a confirmed subscription';
    const { kind } = await advance(deps.table, incident, { ...base, to: 'notify_failed', reason });
    return { kind: kind === 'lost' ? 'stale' : 'notify_failed' };
  }
  const { kind } = await advance(
    deps.table,
    incident,
    {
      ...base,
      to: 'awaiting_approval',
      digests: { choiceSet: request.choiceSetDigest },
      due: approvalDue(at, new Date(expiresAt), 0),
      set: { approvalId: request.approvalId },
    },
    [{ kind: 'create', item: requestItem(request) }],
  );
  return { kind: kind === 'lost' ? 'stale' : 'awaiting_approval' };
};

/** The request for a rollback: lives until the deadline the rollback function set. Already there after a repeated event. */
export const openRollbackRequest = async (
  deps: Deps,
  incident: Incident,
  choices: ChoiceSet,
): Promise<ApprovalRequest | undefined> => {
  const approvers = await askable(deps, choices);
  const expiresAt = incident.due?.at;
  if (expiresAt === undefined) return undefined;
  const request = requestFor(incident, choices, 'rollback', approvers, { at: deps.now(), expiresAt });
  if (request === undefined) return undefined;
  await deps.table.transact([{ kind: 'create', item: requestItem(request) }]);
  return request;
};
