import { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import { EvidencePack } from '../../core/evidence/signal.ts';
import { stepDue } from '../../core/incident/deadline.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { advance, purgeAt, type Step, type Versions } from '../../core/incident/step.ts';
import { incidentOf } from '../../core/incident/step-event.ts';
import type { Table, Write } from '../../core/incident/table.ts';
import { cleanText } from '../../core/incident/text.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { windowForbids } from '../../core/policy/window.ts';
import { choiceSetDigest, proposalDigest } from '../../core/remediation/digest.ts';
import type { ChoiceSet } from '../../core/remediation/proposal.ts';
import type { RemediationAccess } from '../../core/remediation/ports.ts';
import type { ReadersFor } from '../../core/remediation/provider.ts';
import { actionsInHour, recentActionsOf } from '../../core/remediation/recent-actions.ts';
import type { Log, Meter } from '../../core/runtime/effects.ts';
import { planChoices } from './choices.ts';
import { remedyFor } from './remedy.ts';

export type Deps = {
  table: Table;
  policy: PolicyLayer;
  /** Reads of one provider; no other is needed to plan a proposal. */
  readersFor: ReadersFor;
  access: RemediationAccess;
  versions: Versions;
  now: () => Date;
  log: Log;
  meter: Meter;
};
export type Outcome = { kind: 'stale' | 'proposed' } | { kind: 'report_only'; reason: string };

/**
 * Started by `analyzed`: one reversible change within policy and its alternatives, planned on the present state, or a
 * report with the reason.
 */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Outcome> => {
    const found = await incidentOf(deps.table, event);
    if (found.kind === 'stale') return { kind: 'stale' };
    const { incident } = found;
    if (deps.policy.policy.mode === 'observe') return report(deps, incident, 'mode is observe: nothing is proposed');
    // A proposal that could not run is not sent: nobody is woken to approve what the executor would refuse.
    const closed = windowForbids(deps.policy.policy, deps.now());
    if (closed !== undefined) return report(deps, incident, `nothing is proposed: ${closed}`);

    const runbook = deps.policy.runbooks.find(({ id }) => id === incident.runbook);
    if (runbook === undefined)
      return report(deps, incident, `runbook ${incident.runbook ?? '(none)'} is not in the policy layer`);
    const [diagnosis, evidence, recent] = await deps.table.getAll([
      keys.diagnosis(incident.id),
      keys.evidence(incident.id),
      keys.recentActions(),
    ]);
    const remedy = remedyFor(
      incident,
      Diagnosis.parse(diagnosis?.['body']),
      EvidencePack.parse(evidence?.['body']),
      runbook,
    );
    if (remedy.kind === 'none') return report(deps, incident, remedy.reason);
    const moment = { window: true, actionsInHour: actionsInHour(recentActionsOf(recent), incident.id, deps.now()) };
    const planned = await planChoices(deps, incident, runbook, remedy, deps.now(), moment);
    if (planned.kind === 'impossible') return report(deps, incident, planned.reason);

    const at = deps.now();
    const { recommended, alternatives, leftOut } = planned;
    const choiceSet: ChoiceSet = {
      incidentId: incident.id,
      proposedAt: at.toISOString(),
      choices: [recommended, ...alternatives],
      doNothing: remedy.doNothing,
    };
    const step: Step = {
      to: 'proposed',
      by: 'proposer',
      at,
      ...(leftOut.length === 0 ? {} : { reason: cleanText(leftOut.join('; '), 600) }),
      digests: { proposal: proposalDigest(recommended), choiceSet: choiceSetDigest(choiceSet) },
      versions: deps.versions,
      due: stepDue('proposed', at),
    };
    // Put once: what was proposed for an incident is never another thing later.
    const put: Write = {
      kind: 'create',
      item: { ...keys.proposal(incident.id), body: choiceSet, purgeAt: purgeAt(at) },
    };
    const { kind } = await advance(deps.table, incident, step, [put]);
    if (kind === 'lost') return { kind: 'stale' };
    if (leftOut.length > 0) deps.log.info('alternatives left out', { incident: incident.id, leftOut });
    deps.meter.count('Proposed');
    return { kind: 'proposed' };
  };

const report = async (deps: Deps, incident: Incident, reason: string): Promise<Outcome> => {
  const { kind } = await advance(deps.table, incident, {
    to: 'report_only',
    by: 'proposer',
    at: deps.now(),
    reason,
    versions: deps.versions,
  });
  if (kind === 'lost') return { kind: 'stale' };
  deps.log.info('nothing proposed', { incident: incident.id, reason });
  return { kind: 'report_only', reason };
};
