import type { Authority } from '../../core/approval/authority.ts';
import { dueIn, stepDue } from '../../core/incident/deadline.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { advance, type Step, type Versions } from '../../core/incident/step.ts';
import type { Writers } from '../../core/remediation/action.ts';
import { conclude } from '../../core/remediation/conclude.ts';
import type { JournalEntry } from '../../core/remediation/journal.ts';
import { type Call, type PerformDeps, perform, readEntry } from '../../core/remediation/perform.ts';
import type { Switches } from '../../core/remediation/ports.ts';
import { endRun } from '../../core/remediation/run.ts';
import type { Log, Meter } from '../../core/runtime/effects.ts';
import { actionOf } from '../../core/remediation/catalogue.ts';

type Deps = PerformDeps & { switches: Switches; versions: Versions; log: Log; meter: Meter };
type Ran = { kind: 'executed' } | { kind: 'execution_failed' | 'outcome_unknown'; reason: string };

/**
 * Applies every action in order, stops at the first that did not succeed, and moves the incident accordingly. `forbidden`
 * is asked before each call: that a step was begun is written in the table, that it may be is not.
 */
export const applyAll = async (
  deps: Deps,
  incident: Incident,
  authority: Authority,
  session: Writers,
  forbidden: NonNullable<Call['forbidden']>,
): Promise<{ kind: Ran['kind'] | 'stale' }> => {
  const ran = await runAll(deps, incident, authority, session, forbidden);
  const at = deps.now();
  const step: Step = { ...ending(ran, authority, at), by: 'executor', at, versions: deps.versions };
  const { kind } =
    ran.kind === 'executed'
      ? await advance(deps.table, incident, step, [
          endRun(incident.id, at, { executedAt: at.toISOString(), digest: authority.digest }),
        ])
      : await conclude(deps.table, incident, step, 'failure', [endRun(incident.id, at)]);
  if (kind === 'lost') return { kind: 'stale' };
  deps.meter.count(ran.kind === 'executed' ? 'Executed' : 'ExecutionFailed');
  deps.log.info(`incident ${ran.kind}`, { incident: incident.id });
  return { kind: ran.kind };
};

/** What is waited for after the run: the first moment at which the fix can be verified, the rollback, or a person. */
const ending = (
  ran: Ran,
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
  session: Writers,
  forbidden: NonNullable<Call['forbidden']>,
): Promise<Ran> => {
  for (const [n, planned] of authority.proposal.actions.entries()) {
    if ((await deps.switches.read()).emergencyStop !== 'clear') {
      return { kind: 'execution_failed', reason: `the emergency stop was set before action ${n + 1}` };
    }
    const idempotencyKey = `${authority.approvalId}/${n}`;
    // A run taken over late begins no further action; one that was begun in time is looked at, and never called again.
    if (deps.now() > authority.executeBy && (await readEntry(deps.table, incident.id, idempotencyKey)) === undefined) {
      return { kind: 'execution_failed', reason: `the time to execute was over before action ${n + 1}` };
    }
    const entry = await perform(
      deps,
      {
        incidentId: incident.id,
        idempotencyKey,
        action: actionOf(planned),
        planned,
        touched: planned.touched,
        forbidden,
      },
      session,
    );
    if (entry.status !== 'succeeded') return unfinished(n, entry);
  }
  return { kind: 'executed' };
};

const unfinished = (n: number, entry: JournalEntry): Ran => ({
  kind: entry.status === 'outcome_unknown' ? 'outcome_unknown' : 'execution_failed',
  reason: `action ${n + 1} (${entry.action} on ${entry.target.name}) ${entry.status}${entry.error === undefined ? '' : `: ${entry.error}`}`,
});
