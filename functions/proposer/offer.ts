import { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import { EvidencePack } from '../../core/evidence/signal.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import type { Table } from '../../core/incident/table.ts';
import { windowForbids } from '../../core/policy/window.ts';
import { actionsInHour, recentActionsOf } from '../../core/remediation/recent-actions.ts';
import { type Choices, planChoices } from './choices.ts';
import type { Deps as PlanDeps } from './plan.ts';
import { remedyFor } from './remedy.ts';

type Deps = PlanDeps & { table: Table; now: () => Date };
type Offer = Exclude<Choices, { kind: 'planned' }> | (Extract<Choices, { kind: 'planned' }> & { doNothing: string });

const impossible = (reason: string): Offer => ({ kind: 'impossible', reason });

/** What may be offered for an incident as things stand; the first thing against it is the reason why nothing is. */
export const offerFor = async (deps: Deps, incident: Incident): Promise<Offer> => {
  const { policy, runbooks } = deps.policy;
  if (policy.mode === 'observe') return impossible('mode is observe: nothing is proposed');
  // A proposal that could not run is not sent: nobody is woken to approve what the executor would refuse.
  const closed = windowForbids(policy, deps.now());
  if (closed !== undefined) return impossible(`nothing is proposed: ${closed}`);

  const runbook = runbooks.find(({ id }) => id === incident.runbook);
  if (runbook === undefined) return impossible(`runbook ${incident.runbook ?? '(none)'} is not in the policy layer`);
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
  if (remedy.kind === 'none') return impossible(remedy.reason);
  const moment = { window: true, actionsInHour: actionsInHour(recentActionsOf(recent), incident.id, deps.now()) };
  const planned = await planChoices(deps, incident, runbook, remedy, deps.now(), moment);
  return planned.kind === 'impossible' ? planned : { ...planned, doNothing: remedy.doNothing };
};
