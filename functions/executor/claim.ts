import type { Authority } from '../../core/approval/authority.ts';
import { stepDue } from '../../core/incident/deadline.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { after, purgeAt, readIncident, type Step, stepWrites, type Versions } from '../../core/incident/step.ts';
import type { Table, Write } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { closedChecks } from '../../core/remediation/circuit.ts';
import { scopeOf } from '../../core/remediation/conclude.ts';
import type { Writers } from '../../core/remediation/provider.ts';
import {
  actionsInHour,
  beyondHour,
  countingWrite,
  type RecentActions,
  recentActionsOf,
} from '../../core/remediation/recent-actions.ts';
import { openRun } from '../../core/remediation/run.ts';
import { targetsOf } from '../../core/remediation/targets.ts';
import { findDrift } from './drift.ts';
import { type Refused, refusedBy } from './refusal.ts';

type Deps = { table: Table; policy: Pick<PolicyLayer, 'policy'>; versions: Versions; now: () => Date };
export type Taken = { kind: 'taken'; incident: Incident } | { kind: 'lost' } | Refused;

/** Tries against executions of other incidents that count themselves at the same moment. */
const tries = 5;

/**
 * The executor's claim, one transaction: the incident moves to `executing`, the proof is used up, both circuits are
 * closed, every target is leased and the actions are counted. Before it, each touched field must still hold the value
 * that was approved, and each action must plan what was approved. Throws when others count in the same moment five times.
 */
export const claim = async (
  deps: Deps,
  incident: Incident,
  authority: Authority,
  seen: RecentActions,
  session: Partial<Writers>,
): Promise<Taken> => {
  const drift = await findDrift(authority.proposal.actions, session);
  if (drift !== undefined) return refusedBy('drift', drift);

  let recent = seen;
  for (let n = 0; n < tries; n += 1) {
    const answer = await take(deps, incident, authority, recent);
    if (answer.kind !== 'counted-meanwhile') return answer;
    recent = recentActionsOf(await deps.table.get(keys.recentActions()));
    const { length } = authority.proposal.actions;
    const before = actionsInHour(recent, incident.id, deps.now());
    const many = beyondHour(before, length, deps.policy.policy.maxActionsPerHour);
    if (many !== undefined) return refusedBy('caps', many);
  }
  throw new Error(`the count of the last hour is contended: ${tries} tries of ${incident.id} lost`);
};

const take = async (
  deps: Deps,
  incident: Incident,
  authority: Authority,
  recent: RecentActions,
): Promise<Taken | { kind: 'counted-meanwhile' }> => {
  const at = deps.now();
  const leases = targetsOf(authority.proposal, incident);
  const step: Step = {
    to: 'executing',
    by: 'executor',
    at,
    person: authority.approver.id,
    digests: { proposal: authority.digest },
    versions: deps.versions,
    due: stepDue('executing', at),
    set: { leases },
  };
  const gates: Write[] = [
    {
      kind: 'create',
      item: { ...keys.proofUsed(authority.approvalId), incidentId: incident.id, purgeAt: purgeAt(at) },
    },
    openRun(incident.id, at),
    ...closedChecks(scopeOf(incident)),
    ...leases.map(
      (resource): Write => ({ kind: 'create', item: { ...keys.lease(resource), incidentId: incident.id } }),
    ),
    ...leases.map(
      (resource): Write => ({
        kind: 'replace',
        item: { ...keys.lastChange(resource), incidentId: incident.id, purgeAt: purgeAt(at) },
        when: [],
      }),
    ),
    countingWrite(recent, incident.id, authority.proposal.actions.length, at),
  ];
  const moves = stepWrites(incident, step);
  const result = await deps.table.transact([...moves, ...gates]);
  if (result.kind === 'committed') return { kind: 'taken', incident: after(incident, step) };

  const now = await readIncident(deps.table, incident.id);
  if (now?.seq !== incident.seq) return { kind: 'lost' };
  return whichGate(result.failed.map((index) => gates[index - moves.length]));
};

const whichGate = (failed: readonly (Write | undefined)[]): Refused | { kind: 'counted-meanwhile' } => {
  const keysOf = failed.map((write) => (write === undefined ? '' : 'item' in write ? write.item.pk : write.key.pk));
  const counting = keys.recentActions().pk;
  if (keysOf.some((pk) => pk.startsWith('EXECUTION#') && pk !== counting)) {
    return refusedBy('claim', 'this approval was already used');
  }
  if (keysOf.some((pk) => pk.startsWith('CIRCUIT#'))) {
    return refusedBy('circuit', 'the circuit opened; a person must close it');
  }
  const lease = keysOf.find((pk) => pk.startsWith('LEASE#'));
  if (lease !== undefined) return refusedBy('lease', `another incident is changing ${lease.slice('LEASE#'.length)}`);
  return keysOf.includes(counting) ? { kind: 'counted-meanwhile' } : refusedBy('claim', 'the claim was not granted');
};
