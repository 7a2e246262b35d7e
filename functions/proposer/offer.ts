import { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import { EvidencePack } from '../../core/evidence/signal.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import type { Item, Table } from '../../core/incident/table.ts';
import { Remembered, type Similar } from '../../core/knowledge/similar.ts';
import { forbiddenInForce, modeInForce } from '../../core/policy/mode.ts';
import { windowForbids } from '../../core/policy/window.ts';
import type { Switches } from '../../core/remediation/ports.ts';
import type { Proposal } from '../../core/remediation/proposal.ts';
import { actionsInHour, recentActionsOf } from '../../core/remediation/recent-actions.ts';
import { type Choices, planChoices } from './choices.ts';
import type { Deps as PlanDeps } from './plan.ts';
import { inLightOf } from './prefer.ts';
import { remedyFor } from './remedy.ts';

type Deps = PlanDeps & { table: Table; switches: Switches<'mode'>; now: () => Date };
type Planned = Extract<Choices, { kind: 'planned' }>;
type Offer = Exclude<Choices, { kind: 'planned' }> | (ReturnType<typeof inLightOf> & { doNothing: string });

/** What was remembered helps to choose and is needed for nothing: what cannot be read is not heeded. */
const similarOf = (item: Item | undefined): Similar[] => Remembered.safeParse(item?.['body']).data?.similar ?? [];

const example = (proposal: Proposal): Proposal => ({ ...proposal, mode: 'propose' });
/** The same choices, of which none will ever be executed. */
const exampleOf = ({ recommended, alternatives, ...rest }: Planned): Planned => ({
  ...rest,
  recommended: example(recommended),
  alternatives: alternatives.map(example),
});

const impossible = (reason: string): Offer => ({ kind: 'impossible', reason });

/** What may be offered for an incident as things stand; the first thing against it is the reason why nothing is. */
export const offerFor = async (deps: Deps, incident: Incident): Promise<Offer> => {
  const { policy, runbooks } = deps.policy;
  const { mode: switched } = await deps.switches.read();
  const forbidden = forbiddenInForce(policy.mode, switched, 'propose');
  if (forbidden !== undefined) return impossible(forbidden);
  // A proposal that could not run is not sent: nobody is woken to approve what the executor would refuse.
  const closed = windowForbids(policy, deps.now());
  if (closed !== undefined) return impossible(`nothing is proposed: ${closed}`);

  const runbook = runbooks.find(({ id }) => id === incident.runbook);
  if (runbook === undefined) return impossible(`runbook ${incident.runbook ?? '(none)'} is not in the policy layer`);
  const [diagnosed, evidence, recent, remembered] = await deps.table.getAll([
    keys.diagnosis(incident.id),
    keys.evidence(incident.id),
    keys.recentActions(),
    keys.similar(incident.id),
  ]);
  const diagnosis = Diagnosis.parse(diagnosed?.['body']);
  const remedy = remedyFor(incident, diagnosis, EvidencePack.parse(evidence?.['body']), runbook);
  if (remedy.kind === 'none') return impossible(remedy.reason);
  const moment = { window: true, actionsInHour: actionsInHour(recentActionsOf(recent), incident.id, deps.now()) };
  const planned = await planChoices(deps, incident, runbook, remedy, deps.now(), moment);
  if (planned.kind === 'impossible') return planned;
  const category = diagnosis.causes[0]?.category ?? '';
  const asked = modeInForce(policy.mode, switched) === 'execute' ? planned : exampleOf(planned);
  return { ...inLightOf(asked, similarOf(remembered), category), doNothing: remedy.doNothing };
};
