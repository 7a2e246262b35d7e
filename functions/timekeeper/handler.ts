import { ApprovalRequest, endRequest } from '../../core/approval/request.ts';
import { stepDue, whenDue } from '../../core/incident/deadline.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { advance, readIncident, type Step, type Versions } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { isGloballyOpen } from '../../core/remediation/circuit.ts';
import { conclude } from '../../core/remediation/conclude.ts';
import type { Log, Meter } from '../../core/runtime/effects.ts';
import { reviewWeek } from './weekly.ts';

export type Deps = {
  table: Table;
  /** Looked at when a week is reviewed and not before: no deadline waits for the policy layer. */
  policy: Pick<PolicyLayer, 'profiles' | 'runbooks'>;
  versions: Versions;
  now: () => Date;
  log: Log;
  meter: Meter;
};
export type Outcome = { kind: 'done'; due: number; moved: number; failed: number };

/** What one minute may handle; more waits for the next, earliest deadline first. */
const perMinute = 200;

/** Started every minute: makes the transition, or starts the step again, for every incident whose deadline has passed. */
export const createHandler =
  (deps: Deps) =>
  async (_event: unknown): Promise<Outcome> => {
    const due = await deps.table.due(deps.now(), perMinute);
    const ids = due.map(({ pk }) => pk.slice('INCIDENT#'.length));
    const settled = await Promise.allSettled(ids.map((id) => settle(deps, id)));
    const failed = settled.flatMap((result, at) =>
      result.status === 'rejected' ? [{ incident: ids[at], error: String(result.reason) }] : [],
    );
    // One incident that cannot be settled must not hold the others; it stays due and its failure is counted and alarmed on.
    for (const one of failed) deps.log.error('deadline not settled', one);
    deps.meter.count('DeadlinesFailed', failed.length);
    deps.meter.count('GlobalCircuitOpen', (await isGloballyOpen(deps.table)) ? 1 : 0);
    // Last, and never in the way: what could not be reviewed now is tried again in a minute.
    await reviewWeek(deps).catch((error: unknown) => {
      deps.log.error('the week was not reviewed', { error: String(error) });
      deps.meter.count('WeekNotReviewed');
    });
    const moved = settled.filter((result) => result.status === 'fulfilled' && result.value).length;
    return { kind: 'done', due: due.length, moved, failed: failed.length };
  };

/** Longer than anybody races us for. */
const heldUpMilliseconds = 10 * 60_000;

/** A step that was lost belongs to whoever won; when nobody has for so long, something holds the incident. */
const settle = async (deps: Deps, incidentId: string): Promise<boolean> => {
  const moved = await trySettle(deps, incidentId);
  if (moved !== 'lost') return moved === 'moved';
  const { due } = (await readIncident(deps.table, incidentId)) ?? {};
  if (due !== undefined && deps.now().getTime() - Date.parse(due.at) >= heldUpMilliseconds) {
    throw new Error(`${incidentId} was due at ${due.at} and cannot be moved`);
  }
  return false;
};

const trySettle = async (deps: Deps, incidentId: string): Promise<'moved' | 'lost' | 'not-due'> => {
  const incident = await readIncident(deps.table, incidentId);
  if (incident === undefined) return 'not-due';
  deps.log.about({ incidentId });
  const request = await openRequest(deps.table, incident);
  const now = deps.now();
  const passed = whenDue(incident, request === undefined ? undefined : new Date(request.expiresAt), now);
  if (passed === undefined) return 'not-due';

  const base = { by: 'timekeeper' as const, at: now, versions: deps.versions };
  if (passed.kind === 'again') {
    const { attempt, due } = passed;
    const { kind } = await advance(deps.table, incident, { ...base, to: incident.status, attempt, due });
    return kind === 'committed' ? 'moved' : 'lost';
  }
  const { to, reason } = passed;
  // A rollback that must still come is waited for like any other step.
  const due: Pick<Step, 'due'> = to === 'inconclusive' ? { due: stepDue(to, now) } : {};
  const step: Step = { ...base, to, reason, ...due };
  // In the same transaction: whoever decides at this very moment wins or loses as one.
  const expired = request === undefined ? [] : [endRequest(request, 'expired')];
  const counts = to === 'outcome_unknown' || to === 'inconclusive';
  const result = counts
    ? await conclude(deps.table, incident, step, 'failure', expired)
    : await advance(deps.table, incident, step, expired);
  if (result.kind === 'committed' && expired.length > 0) deps.meter.count('ApprovalExpired');
  deps.log.info(`incident ${to}`, { incident: incident.id, reason });
  return result.kind === 'committed' ? 'moved' : 'lost';
};

/** The request an incident is waiting on, if it is. */
const openRequest = async (table: Table, incident: Incident): Promise<ApprovalRequest | undefined> => {
  const id =
    incident.status === 'awaiting_approval'
      ? incident.approvalId
      : incident.status === 'awaiting_rollback_approval'
        ? incident.rollbackApprovalId
        : undefined;
  const item = id === undefined ? undefined : await table.get(keys.approval(id));
  return item === undefined ? undefined : ApprovalRequest.parse(item);
};
