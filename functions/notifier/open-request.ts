import { approvalIdFor } from '../../core/approval/approval-id.ts';
import { deciders } from '../../core/approval/deciders.ts';
import type { Notices, Reach } from '../../core/approval/ports.ts';
import { quorumMet, requiredQuorum } from '../../core/approval/quorum.ts';
import { type ApprovalRequest, requestItem } from '../../core/approval/request.ts';
import { approvalDue, requestEnd } from '../../core/incident/deadline.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { advance, type Versions } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Approver } from '../../core/policy/roster.ts';
import { choiceSetDigest } from '../../core/remediation/digest.ts';
import type { ChoiceSet, Proposal } from '../../core/remediation/proposal.ts';

type Deps = { table: Table; policy: PolicyLayer; notices: Notices; versions: Versions; now: () => Date };
export type Opened = { kind: 'stale' | 'awaiting_approval' | 'notify_failed' };

/** One choice and who could decide it now: permitted by policy and reachable. */
type Audience = { choice: Proposal; people: Approver[] };

type Found = { audiences: Audience[]; reach: Reach };

const audiences = async (deps: Deps, choices: readonly Proposal[], askedBy?: string): Promise<Found> => {
  const permitted = choices.map((choice) => ({ choice, people: deciders(deps, choice, askedBy) }));
  const ids = new Set(permitted.flatMap(({ people }) => people.map(({ id }) => id)));
  const reach = await deps.notices.reach([...ids]);
  const reachable = new Set(reach.reachable);
  const asked = permitted.map(({ choice, people }) => ({
    choice,
    people: people.filter(({ id }) => reachable.has(id)),
  }));
  return { reach, audiences: asked };
};

/** Why nobody is asked, for the operator who must mend it. */
const whyNobody = ({ unsafe, unauthenticated }: Reach): string => {
  const [first, ...more] = unsafe;
  if (first !== undefined) {
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
    return `no link may be sent: subscription ${first.id} of the notice topic could receive those of others: ${first.why}${others}`;
  }
  const scanners = `; confirmed without authentication: ${unauthenticated.join(', ')}`;
  return `not enough approvers with a permission, an identity that is enough and a confirmed subscription${unauthenticated.length === 0 ? '' : scanners}`;
};

const canBeDecided = ({ choice, people }: Audience): boolean => {
  const asked = people.map(({ id, role }) => ({ approver: id, role }));
  return quorumMet(requiredQuorum(choice, choice), asked);
};

/**
 * One request for all choices, so everybody is asked who may decide any of them. Its own quorum is the least of theirs:
 * when a choice is decided, and again when it is executed, the quorum that the choice itself binds is required, and
 * Cedar says for that choice whether a person counts. Undefined when nobody could decide any, or when a
 * link could come into other hands.
 */
const requestFor = (
  deps: Deps,
  incident: Incident,
  set: ChoiceSet,
  purpose: ApprovalRequest['purpose'],
  { audiences: asked, reach }: Found,
  expiresAt: string,
): ApprovalRequest | undefined => {
  if (reach.unsafe.length > 0 || !asked.some(canBeDecided)) return undefined;
  const ids = new Set(asked.flatMap(({ people }) => people.map(({ id }) => id)));
  const askedFor = purpose === 'rollback' ? incident.rollbackAsked : undefined;
  const quorums = asked.map(({ choice }) => choice.quorum);
  return {
    approvalId: approvalIdFor(incident.id, purpose, askedFor?.times),
    purpose,
    incidentId: incident.id,
    choiceSetDigest: choiceSetDigest(set),
    approvers: deps.policy.roster.approvers.map(({ id }) => id).filter((id) => ids.has(id)),
    ...(askedFor === undefined ? {} : { askedBy: askedFor.by }),
    quorum: {
      people: Math.min(...quorums.map(({ people }) => people)),
      roles: Math.min(...quorums.map(({ roles }) => roles)),
    },
    status: 'pending',
    createdAt: deps.now().toISOString(),
    expiresAt,
    version: 0,
  };
};

/** A request lives no longer than any of its choices. */
const earliest = ({ choices }: ChoiceSet): string =>
  new Date(Math.min(...choices.map(({ expiresAt }) => Date.parse(expiresAt)))).toISOString();

/** Opens the request for a change, or ends in `notify_failed` when those who could decide cannot be reached. */
export const openChangeRequest = async (deps: Deps, incident: Incident, choices: ChoiceSet): Promise<Opened> => {
  const found = await audiences(deps, choices.choices);
  const at = deps.now();
  const expiresAt = earliest(choices);
  const request = requestFor(deps, incident, choices, 'change', found, expiresAt);
  const base = { by: 'notifier' as const, at, versions: deps.versions };
  if (request === undefined) {
    const reason = whyNobody(found.reach);
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

/**
 * The request for a rollback of what was approved: lives until the end the rollback function set. Already there after a
 * repeated event, and with each reminder; one that could not be opened is tried again with the next.
 */
export const openRollbackRequest = async (
  deps: Deps,
  incident: Incident,
  choices: ChoiceSet,
  executed: Proposal,
): Promise<ApprovalRequest | undefined> => {
  const expiresAt = requestEnd(incident);
  if (expiresAt === undefined) return undefined;
  const found = await audiences(deps, [executed], incident.rollbackAsked?.by);
  const request = requestFor(deps, incident, choices, 'rollback', found, expiresAt);
  if (request === undefined) return undefined;
  await deps.table.transact([{ kind: 'create', item: requestItem(request) }]);
  return request;
};
