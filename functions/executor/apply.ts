import type { Authority } from '../../core/approval/authority.ts';
import { dueIn, stepDue } from '../../core/incident/deadline.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { advance, type Step, type Versions } from '../../core/incident/step.ts';
import { actionOf } from '../../core/remediation/catalogue.ts';
import { conclude } from '../../core/remediation/conclude.ts';
import type { JournalEntry } from '../../core/remediation/journal.ts';
import { changesNothing } from '../../core/remediation/observe.ts';
import { type PerformDeps, perform, readEntry } from '../../core/remediation/perform.ts';
import type { Switches } from '../../core/remediation/ports.ts';
import type { PlannedAction } from '../../core/remediation/proposal.ts';
import type { Writers } from '../../core/remediation/provider.ts';
import { endRun } from '../../core/remediation/run.ts';
import { waitForProvider, waitsFor } from '../../core/remediation/wait.ts';
import type { Log, Meter } from '../../core/runtime/effects.ts';

type Deps = PerformDeps & { switches: Switches; versions: Versions; log: Log; meter: Meter };
/** Why the call of this action must not be made after all. */
type Forbids = (planned: PlannedAction) => Promise<string | undefined>;
type Ran =
  | { kind: 'executed' }
  /** The provider still works on a change that it accepted. */
  | { kind: 'settling'; reason: string }
  | { kind: 'execution_failed' | 'outcome_unknown'; reason: string };

/**
 * Applies every action in order, stops at the first that did not succeed, and moves the incident accordingly. A change that
 * takes the provider minutes is waited for: the timekeeper starts the run again. `forbidden` is asked before each call:
 * that a step was begun is written in the table, that it may be is not.
 */
export const applyAll = async (
  deps: Deps,
  incident: Incident,
  authority: Authority,
  session: Partial<Writers>,
  forbidden: Forbids,
): Promise<{ kind: Ran['kind'] | 'stale' }> => {
  const ran = await runAll(deps, incident, authority, session, forbidden);
  const at = deps.now();
  if (ran.kind === 'settling') {
    const { kind } = await waitForProvider(deps, incident, 'executor', ran.reason);
    return { kind: kind === 'lost' ? 'stale' : 'settling' };
  }
  const step: Step = { ...ending(ran, authority, at), by: 'executor', at, versions: deps.versions };
  const { kind } =
    ran.kind === 'executed'
      ? await advance(deps.table, incident, step, [
          endRun(incident.id, at, { executedAt: at.toISOString(), digest: authority.digest }),
        ])
      : await conclude(deps.table, incident, step, 'failure', [endRun(incident.id, at)]);
  if (kind === 'lost') return { kind: 'stale' };
  deps.meter.count(ran.kind === 'executed' ? 'Executed' : 'ExecutionFailed');
  if (ran.kind === 'executed') {
    deps.meter.seconds('TimeToApply', (at.getTime() - authority.approvedAt.getTime()) / 1000);
  }
  deps.log.info(`incident ${ran.kind}`, { incident: incident.id });
  return { kind: ran.kind };
};

/** What is waited for after the run: the first moment at which the fix can be verified, the rollback, or a person. */
const ending = (
  ran: Exclude<Ran, { kind: 'settling' }>,
  { digest, proposal }: Authority,
  at: Date,
): Pick<Step, 'to' | 'reason' | 'digests' | 'due'> => {
  const digests = { proposal: digest };
  switch (ran.kind) {
    case 'executed':
      return { to: ran.kind, digests, due: dueIn(at, proposal.expected.stableSeconds, 'poll') };
    case 'execution_failed':
      return { to: ran.kind, reason: ran.reason, digests, due: stepDue('execution_failed', at) };
    case 'outcome_unknown':
      return { to: ran.kind, reason: ran.reason, digests };
    default:
      return ran satisfies never;
  }
};

const runAll = async (
  deps: Deps,
  incident: Incident,
  authority: Authority,
  session: Partial<Writers>,
  forbidden: Forbids,
): Promise<Ran> => {
  for (const [n, planned] of authority.proposal.actions.entries()) {
    const idempotencyKey = `${authority.approvalId}/${n}`;
    const stopped = (await deps.switches.read()).emergencyStop !== 'clear';
    const late = deps.now() > authority.executeBy;
    // A run that was stopped, or taken over late, begins no further action; one that was begun is looked at, and never
    // called again.
    if ((stopped || late) && (await readEntry(deps.table, incident.id, idempotencyKey)) === undefined) {
      const why = stopped ? 'the emergency stop was set' : 'the time to execute was over';
      return { kind: 'execution_failed', reason: `${why} before action ${n + 1}` };
    }
    const entry = await perform(
      deps,
      {
        incidentId: incident.id,
        idempotencyKey,
        action: actionOf(planned),
        planned,
        touched: planned.touched,
        // A row may say that a step was begun; whether its call may still be made is asked all the same.
        forbidden: async () => (stopped ? 'the emergency stop is set' : forbidden(planned)),
      },
      session,
    );
    if (entry.status === 'started') {
      return { kind: 'settling', reason: `action ${n + 1} (${nameOf(entry)}) ${waitsFor(entry)}` };
    }
    // That a step is skipped follows from the approved bytes, never from a row that says so.
    const done = changesNothing(actionOf(planned), planned.touched) ? 'skipped' : 'succeeded';
    if (entry.status !== done) return unfinished(n, entry);
  }
  return { kind: 'executed' };
};

const nameOf = ({ action, target }: JournalEntry): string => `${action} on ${target.name}`;

const unfinished = (n: number, entry: JournalEntry): Ran => ({
  kind: entry.status === 'outcome_unknown' ? 'outcome_unknown' : 'execution_failed',
  reason: `action ${n + 1} (${nameOf(entry)}) ${entry.status}${entry.error === undefined ? '' : `: ${entry.error}`}`,
});
