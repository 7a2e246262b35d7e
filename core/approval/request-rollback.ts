import { approvalDue } from '../incident/deadline.ts';
import { Correlation } from '../incident/correlate.ts';
import { Incident } from '../incident/incident.ts';
import { keys } from '../incident/keys.ts';
import { terminal } from '../incident/lifecycle.ts';
import { type Step, stepWrites } from '../incident/step.ts';
import type { Table, Write } from '../incident/table.ts';
import { cleanText } from '../incident/text.ts';
import type { PolicyLayer } from '../policy/layer.ts';
import { scopeOf } from '../remediation/conclude.ts';
import { proposalDigest } from '../remediation/digest.ts';
import type { Proposal } from '../remediation/proposal.ts';
import { targetsOf } from '../remediation/targets.ts';
import { approvalIdFor } from './approval-id.ts';
import type { Identity } from './identity.ts';
import { type NotAskable, rollbackAskable } from './rollback-askable.ts';

type Deps = {
  table: Table;
  policy: Pick<PolicyLayer, 'roster' | 'policy' | 'decide' | 'profiles'>;
  versions: Step['versions'];
  now: () => Date;
};

export type RollbackRequested =
  | { kind: 'asked'; decideBy: string }
  | NotAskable
  /** Somebody wrote at the same moment: read the incident and try again. */
  | { kind: 'lost' };

const refused = (why: string): RollbackRequested => ({ kind: 'refused', why });

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
  const { table } = deps;
  const asked = await rollbackAskable(deps, who, incident);
  if (asked.kind !== 'askable') return asked;
  const only = await alone(table, incident);
  if ('other' in only) return refused(`${only.other} of the same resource is open: end that first`);

  const { step, leases, until } = stepOf(deps, by, who, incident, asked.executed, why);
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
