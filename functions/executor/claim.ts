import type { Authority } from '../../core/approval/authority.ts';
import { stepDue } from '../../core/incident/deadline.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { resourceKey } from '../../core/incident/resource.ts';
import { after, purgeAt, readIncident, type Step, stepWrites, type Versions } from '../../core/incident/step.ts';
import type { Table, Write } from '../../core/incident/table.ts';
import type { Writers } from '../../core/remediation/provider.ts';
import { closedChecks } from '../../core/remediation/circuit.ts';
import { scopeOf } from '../../core/remediation/conclude.ts';
import { drifted } from '../../core/remediation/observe.ts';
import { openRun } from '../../core/remediation/run.ts';
import { actionOf } from '../../core/remediation/catalogue.ts';

type Deps = { table: Table; versions: Versions; now: () => Date };
export type Taken = { kind: 'taken'; incident: Incident } | { kind: 'refused'; reason: string } | { kind: 'lost' };

/**
 * The executor's claim, one transaction: the incident moves to `executing`, the proof is used up, both circuits are
 * closed and every target is leased. Before it, each touched field must still hold the value that was approved.
 */
export const claim = async (
  deps: Deps,
  incident: Incident,
  authority: Authority,
  session: Partial<Writers>,
): Promise<Taken> => {
  const drift = await findDrift(authority, session);
  if (drift !== undefined) return { kind: 'refused', reason: drift };

  const at = deps.now();
  const leases = [...new Set(authority.proposal.actions.map((planned) => resourceKey(planned.target)))];
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
  ];
  const moves = stepWrites(incident, step);
  const result = await deps.table.transact([...moves, ...gates]);
  if (result.kind === 'committed') return { kind: 'taken', incident: after(incident, step) };

  const now = await readIncident(deps.table, incident.id);
  if (now?.seq !== incident.seq) return { kind: 'lost' };
  return { kind: 'refused', reason: whichGate(result.failed.map((index) => gates[index - moves.length])) };
};

const findDrift = async ({ proposal }: Authority, session: Partial<Writers>): Promise<string | undefined> => {
  for (const planned of proposal.actions) {
    const action = actionOf(planned);
    const state = await action.describe(planned.parameters, session);
    const name = `${planned.target.kind} ${planned.target.name}`;
    if (state === undefined) return `drift: ${name} does not exist any more`;
    if (action.settling(planned.parameters, state)) return `drift: ${name} is being changed by somebody else`;
    const [field] = drifted(action, planned.touched, state);
    if (field !== undefined) {
      return `drift: ${field.path} of ${name} was ${String(field.before)} when approved and is ${String(state[field.path] ?? null)} now`;
    }
  }
  return undefined;
};

const whichGate = (failed: readonly (Write | undefined)[]): string => {
  const keysOf = failed.map((write) => (write === undefined ? '' : 'item' in write ? write.item.pk : write.key.pk));
  if (keysOf.some((pk) => pk.startsWith('EXECUTION#'))) return 'this approval was already used';
  if (keysOf.some((pk) => pk.startsWith('CIRCUIT#'))) return 'the circuit opened; a person must close it';
  const lease = keysOf.find((pk) => pk.startsWith('LEASE#'));
  return lease === undefined
    ? 'the claim was not granted'
    : `another incident is changing ${lease.slice('LEASE#'.length)}`;
};
