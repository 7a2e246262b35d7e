import { authorityFor } from '../../core/approval/authority.ts';
import { readClaimed } from '../../core/approval/claimed.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { incidentOf } from '../../core/incident/step-event.ts';
import { advance, type Step, type Versions } from '../../core/incident/step.ts';
import { conclude } from '../../core/remediation/conclude.ts';
import type { Claims, RemediationSession } from '../../core/remediation/ports.ts';
import { resumeRun } from '../../core/remediation/run.ts';
import { openSession } from '../../core/remediation/session.ts';
import type { Log, Meter } from '../../core/runtime/effects.ts';
import { type AdmitDeps, admit } from './admit.ts';
import { applyAll } from './apply.ts';
import { claim } from './claim.ts';
import { findDrift } from './drift.ts';
import { firstRefusal, inTime } from './gates.ts';
import { type RefusalName, type Refused, refusedBy } from './refusal.ts';

export type Deps = AdmitDeps & {
  versions: Versions;
  claims: Claims;
  session: RemediationSession;
  log: Log;
  meter: Meter;
};

export type Outcome =
  | { kind: 'stale' | 'running' | 'self_recovered' | 'settling' | 'executed' | 'execution_failed' | 'outcome_unknown' }
  | { kind: 'refused'; name: RefusalName; reason: string };

/**
 * Started by `approved`, and by `executing` when an earlier invocation died. Gates, session, drift, claim; then the
 * approved bytes, journalled. Nothing here decides what to change: that was fixed when it was approved.
 */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Outcome> => {
    const found = await incidentOf(deps.table, event);
    if (found.kind === 'stale') return { kind: 'stale' };
    const { incident } = found;
    if (incident.status === 'executing') return resume(deps, incident);
    // The rules start it on nothing else, but whoever can put an event on the bus needs no rule.
    if (incident.status !== 'approved') return { kind: 'stale' };

    const verdict = await admit(deps, incident);
    if (verdict.kind === 'refused') return refuse(deps, incident, verdict);
    if (verdict.kind === 'recovered') {
      return end(deps, incident, { to: 'self_recovered', reason: 'the alarm is OK, nothing was changed' });
    }
    const { authority, standing } = verdict;
    const session = await openSession(deps.session, incident, authority);
    const taken = await claim(deps, incident, authority, standing.recent, session);
    if (taken.kind === 'refused') return refuse(deps, incident, taken);
    if (taken.kind === 'lost') return { kind: 'stale' };
    return applyAll(deps, taken.incident, authority, session, async () => inTime(deps, authority)?.reason);
  };

/** Goes on with a run whose invocation died, on proofs alone: that the gates were passed is written in the table. */
const resume = async (deps: Deps, incident: Incident): Promise<Outcome> => {
  const claimed = incident.approvalId === undefined ? undefined : await readClaimed(deps.table, incident.approvalId);
  if (claimed === undefined) return giveUp(deps, incident, 'there is no approval for this incident');
  const { proofVerifier, policy } = deps;
  const authority = await authorityFor('change', claimed, incident.id, proofVerifier, policy.roster, policy.policy);
  if (authority.kind === 'refused') return giveUp(deps, incident, authority.reason);
  if (!(await resumeRun(deps.table, incident, 'apply', deps.now()))) return { kind: 'running' };
  const session = await openSession(deps.session, incident, authority);
  // Whatever is not claimed yet passes the gates once more, and finds what it was approved for: that the claim looked is
  // written in the table only.
  return applyAll(
    deps,
    incident,
    authority,
    session,
    async (planned) => (await firstRefusal(deps, incident, authority))?.reason ?? findDrift([planned], session),
  );
};

const count = ({ meter }: Deps, { name }: Refused): void => {
  meter.count('ExecutionRefused');
  meter.count(`ExecutionRefused_${name}`);
};

const refuse = async (deps: Deps, incident: Incident, refused: Refused): Promise<Outcome> => {
  count(deps, refused);
  const ended = await end(deps, incident, { to: 'refused', reason: refused.reason });
  return ended.kind === 'refused' ? refused : { kind: ended.kind };
};

/** An execution that is under way cannot be refused any more; what it did is not known, and a person is told. */
const giveUp = async (deps: Deps, incident: Incident, sentence: string): Promise<Outcome> => {
  const refused = refusedBy('proof', sentence);
  count(deps, refused);
  return end(deps, incident, { to: 'outcome_unknown', reason: refused.reason });
};

const end = async <To extends 'refused' | 'self_recovered' | 'outcome_unknown'>(
  deps: Deps,
  incident: Incident,
  ending: { to: To; reason: string },
): Promise<{ kind: 'stale' | To }> => {
  const step: Step = { ...ending, by: 'executor', at: deps.now(), versions: deps.versions };
  const { kind } =
    ending.to === 'outcome_unknown'
      ? await conclude(deps.table, incident, step, 'failure')
      : await advance(deps.table, incident, step);
  if (kind === 'lost') return { kind: 'stale' };
  deps.log.info(`incident ${ending.to}`, { incident: incident.id, reason: ending.reason });
  return { kind: ending.to };
};
