import { diagnoseByRules } from '../../core/diagnosis/rules.ts';
import { type Concluded, conclude } from '../../core/evidence/conclude.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { subjectOf } from '../../core/incident/subject.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { NotPermitted } from '../../core/remediation/errors.ts';
import type { ChoiceSet } from '../../core/remediation/proposal.ts';
import { newIncident } from '../../core/policy/new-incident.ts';
import { targetOf } from '../../core/policy/alarm-target.ts';
import { offerFor } from '../../functions/proposer/offer.ts';
import type { Bundle } from '../bundle/read.ts';
import { memoryTable } from '../engine/memory-table.ts';
import { recordedReaders } from './readers.ts';

export type Replayed = {
  incident: Incident;
  evidence: Concluded;
  diagnosis: Diagnosis;
  /** Or why nothing would have been proposed. */
  proposal: ChoiceSet | string;
};

/** Evidence and diagnosis by rules from a bundle, as the analyzer would have made them at the time of the alarm. */
export const replayDiagnosis = (
  { alarm, gathered }: Extract<Bundle, { kind: 'bundle' }>,
  policy: PolicyLayer,
): Omit<Replayed, 'proposal'> => {
  const now = new Date(alarm.at);
  const target = targetOf(policy, alarm);
  const incident = newIncident(alarm, target, now);
  const wanted = target.kind === 'matched' ? target.runbook.evidence : undefined;
  const evidence = conclude(gathered, incident, wanted, now);
  return { incident, evidence, diagnosis: diagnoseByRules(evidence.pack, subjectOf(incident)) };
};

/** A provider whose state no bundle holds: nothing can be planned on it, and that is no error of ours. */
const notRecorded = (error: unknown): { kind: 'impossible'; reason: string } => {
  if (!(error instanceof NotPermitted)) throw error;
  return { kind: 'impossible', reason: `the bundle does not hold the state to plan a change on (${error.message})` };
};

/** The same and what the proposer would have offered on the recorded state. */
export const replay = async (bundle: Extract<Bundle, { kind: 'bundle' }>, policy: PolicyLayer): Promise<Replayed> => {
  const diagnosed = replayDiagnosis(bundle, policy);
  const { incident, evidence, diagnosis } = diagnosed;
  if (incident.runbook === undefined) return { ...diagnosed, proposal: incident.reason ?? 'no runbook matches' };
  const now = (): Date => new Date(bundle.alarm.at);
  const { table } = memoryTable(now);
  await table.transact([
    { kind: 'create', item: { ...keys.evidence(incident.id), body: evidence.pack } },
    { kind: 'create', item: { ...keys.diagnosis(incident.id), body: diagnosis } },
  ]);
  // Who may change what is not recorded; the policy layer still decides.
  const access = { may: async () => ({ kind: 'allowed' as const }) };
  // Nor how anything was switched: what policy.yaml says holds.
  const switches = { read: async () => ({ mode: 'execute' as const }) };
  const readersFor = recordedReaders(bundle.gathered);
  // Whatever account it was recorded in: its state is the one in the bundle.
  const { account, region } = incident.alarm;
  const hub = { account, region, spokes: [] };
  const deps = { table, policy, hub, readersFor, spokeReaders: () => readersFor, access, switches, now };
  const offer = await offerFor(deps, incident).catch(notRecorded);
  if (offer.kind === 'impossible') return { ...diagnosed, proposal: offer.reason };
  const { recommended, alternatives, doNothing } = offer;
  const choices = [recommended, ...alternatives];
  return {
    ...diagnosed,
    proposal: { incidentId: incident.id, proposedAt: now().toISOString(), choices, doNothing },
  };
};
