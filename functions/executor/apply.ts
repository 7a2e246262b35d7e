import type { Authority } from '../../core/approval/authority.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { advance, type Step, type Versions } from '../../core/incident/step.ts';
import type { Writers } from '../../core/remediation/action.ts';
import { conclude } from '../../core/remediation/conclude.ts';
import type { JournalEntry } from '../../core/remediation/journal.ts';
import { type PerformDeps, perform, readEntry } from '../../core/remediation/perform.ts';
import type { Switches } from '../../core/remediation/ports.ts';
import { endRun } from '../../core/remediation/run.ts';
import type { Log, Meter } from '../../core/runtime/effects.ts';
import { actionOf } from '../../core/remediation/catalogue.ts';

type Deps = PerformDeps & { switches: Switches; versions: Versions; log: Log; meter: Meter };
type Ran = { kind: 'executed' } | { kind: 'execution_failed' | 'outcome_unknown'; reason: string };

/** The first look of the validator after an execution, and then every minute by the timekeeper. */
const firstPollMilliseconds = 60_000;

/** Applies every action in order, stops at the first that did not succeed, and moves the incident accordingly. */
export const applyAll = async (
  deps: Deps,
  incident: Incident,
  authority: Authority,
  session: Writers,
): Promise<{ kind: Ran['kind'] | 'stale' }> => {
  const ran = await runAll(deps, incident, authority, session);
  const at = deps.now();
  const due = (milliseconds: number, does: 'poll' | 'again') => ({
    due: { at: new Date(at.getTime() + milliseconds).toISOString(), does, attempt: 0 },
  });
  const base = { by: 'executor' as const, at, digests: { proposal: authority.digest }, versions: deps.versions };
  const over = endRun(incident.id, 'apply', at);
  const { kind } =
    ran.kind === 'executed'
      ? await advance(deps.table, incident, { ...base, to: 'executed', ...due(firstPollMilliseconds, 'poll') }, [over])
      : await conclude(deps.table, incident, failedStep(base, ran, due(60_000, 'again')), 'failure', [over]);
  if (kind === 'lost') return { kind: 'stale' };
  deps.meter.count(ran.kind === 'executed' ? 'Executed' : 'ExecutionFailed');
  deps.log.info(`incident ${ran.kind}`, { incident: incident.id });
  return { kind: ran.kind };
};

const failedStep = (base: Omit<Step, 'to'>, ran: Exclude<Ran, { kind: 'executed' }>, due: Pick<Step, 'due'>): Step => ({
  ...base,
  to: ran.kind,
  reason: ran.reason,
  ...(ran.kind === 'execution_failed' ? due : {}),
});

const runAll = async (deps: Deps, incident: Incident, authority: Authority, session: Writers): Promise<Ran> => {
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
