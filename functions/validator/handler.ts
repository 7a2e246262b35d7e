import { stepDue } from '../../core/incident/deadline.ts';
import { keys } from '../../core/incident/keys.ts';
import { purgeAt, type Step, type Versions } from '../../core/incident/step.ts';
import { incidentOf } from '../../core/incident/step-event.ts';
import type { Key, Table, Write } from '../../core/incident/table.ts';
import { conclude } from '../../core/remediation/conclude.ts';
import { proposalDigest, sha256 } from '../../core/remediation/digest.ts';
import { judgedSeries } from '../../core/remediation/judged.ts';
import { ChoiceSet, type ExpectedState } from '../../core/remediation/proposal.ts';
import { appliedOf } from '../../core/remediation/run.ts';
import { judge, type Validation } from '../../core/remediation/validation.ts';
import type { Log, Meter } from '../../core/runtime/effects.ts';
import { alarmState } from './alarm-state.ts';
import { signalsFor, type SignalSources } from './signals-for.ts';

export type Deps = SignalSources & {
  table: Table;
  versions: Versions;
  now: () => Date;
  log: Log;
  meter: Meter;
};
export type Outcome = { kind: 'stale' | 'waiting' | 'resolved' | 'fix_ineffective' | 'inconclusive' };

/** Half an hour before the change is read for the people who look at it; the judgement is of its stable window only. */
const shownSeconds = 1800;

const ends = { verified: 'resolved', failed: 'fix_ineffective', inconclusive: 'inconclusive' } as const;

/** Started by `executed` and by every poll of the timekeeper: reads the metrics and judges, or waits for the next poll. */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Outcome> => {
    const found = await incidentOf(deps.table, event);
    if (found.kind === 'stale') return { kind: 'stale' };
    const { incident } = found;

    const { proposal, executedAt } = await executed(deps.table, incident.id);
    const now = deps.now();
    const from = new Date(executedAt.getTime() - Math.max(proposal.expected.stableSeconds, shownSeconds) * 1000);
    const { metrics, alarms } = await signalsFor(deps, incident);
    const [series, alarm] = await Promise.all([
      metrics.read(proposal.expected.metrics, { from, to: now }),
      alarmState(
        { table: deps.table, alarms },
        incident,
        proposal.expected.alarm,
        quietSince(proposal.expected, executedAt, now),
      ),
    ]);
    const judgement = judge(proposal.expected, series, alarm, executedAt, now);
    if (judgement.kind === 'waiting') return { kind: 'waiting' };

    const { validation } = judgement;
    const judged = judgedSeries(proposal.expected.metrics, validation, { series, from, executedAt, now });
    const to = ends[validation.outcome];
    const step: Step = {
      to,
      by: 'validator',
      at: now,
      reason: reasonOf(proposal.expected, validation),
      digests: { proposal: proposalDigest(proposal), validation: sha256(validation), judged: sha256(judged) },
      versions: deps.versions,
      // A resolved incident is over; any other outcome goes to the rollback, which must come.
      ...(to === 'resolved' ? {} : { due: stepDue(to, now) }),
    };
    const result = (key: Key, body: unknown): Write => ({
      kind: 'create',
      item: { ...key, body, purgeAt: purgeAt(now) },
    });
    const results = [result(keys.validation(incident.id), validation), result(keys.judged(incident.id), judged)];
    const { kind } = await conclude(deps.table, incident, step, to === 'resolved' ? 'success' : 'failure', results);
    if (kind === 'lost') return { kind: 'stale' };
    deps.meter.count(`Validation_${validation.outcome}`);
    if (to === 'resolved') deps.meter.seconds('TimeToResolve', (now.getTime() - executedAt.getTime()) / 1000);
    deps.log.info(`incident ${to}`, { incident: incident.id });
    return { kind: to };
  };

/** From when on nothing may have been found: a stable window back, and never before the change. */
const quietSince = ({ stableSeconds }: ExpectedState, executedAt: Date, now: Date): Date =>
  new Date(Math.max(executedAt.getTime(), now.getTime() - stableSeconds * 1000));

/** The change that is in place and since when. Reads only: nothing here carries authority. */
const executed = async (table: Table, incidentId: string) => {
  const [run, choices] = await table.getAll([keys.execution(incidentId), keys.proposal(incidentId)]);
  const applied = appliedOf(run);
  const proposal = ChoiceSet.safeParse(choices?.['body']).data?.choices.find(
    (choice) => proposalDigest(choice) === applied?.digest,
  );
  if (applied === undefined || proposal === undefined)
    throw new Error(`incident ${incidentId} has no executed proposal`);
  return { proposal, executedAt: new Date(applied.executedAt) };
};

const reasonOf = (expected: ExpectedState, { outcome, alarm, checks }: Validation): string => {
  if (outcome === 'verified') return `verified: ${expected.summary}`;
  const open = checks
    .filter((c) => c.verdict !== 'met')
    .map((c) => `${c.id} ${c.after ?? 'no data'} (${c.comparison} ${c.threshold})`);
  return `${outcome}: alarm ${alarm}${open.length === 0 ? '' : `, ${open.join(', ')}`}`;
};
