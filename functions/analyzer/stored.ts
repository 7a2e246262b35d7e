import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { resourceKey } from '../../core/incident/resource.ts';
import { purgeAt, type Step } from '../../core/incident/step.ts';
import type { Write } from '../../core/incident/table.ts';
import { sha256 } from '../../core/remediation/digest.ts';
import type { Analysis } from './analyze.ts';
import { factsOf } from './facts.ts';

/**
 * Why the incident goes on as it does, in one line. It goes into the audit for good, so the cause is named and not told:
 * what a model said of it, or a log line that a rule quotes, is in the diagnosis and expires with it.
 */
export const reasonOf = ({ kind, source, causes: [cause] }: Diagnosis): string => {
  if (kind === 'healthy') return `no fault found (${source})`;
  return cause === undefined
    ? `the evidence does not show one cause (${source})`
    : `${cause.category} of ${resourceKey(cause.resource)} (${source})`;
};

/** The SHA-256 of everything the step stores; the audit holds these and nothing of the content. */
export const digestsOf = ({ pack, chart, budget, diagnosis, remembered }: Analysis): Record<string, string> => ({
  evidence: sha256(pack),
  ...(chart === undefined ? {} : { chart: sha256(chart) }),
  ...(budget === undefined ? {} : { budget: sha256(budget) }),
  diagnosis: sha256(diagnosis),
  remembered: sha256(remembered),
});

/** What the step stores with it: evidence, chart, error budget, diagnosis and memory, and facts for the audit. */
export const itemsOf = (incident: Incident, analysis: Analysis, step: Step): Write[] => {
  const { pack, chart, budget, diagnosis, remembered } = analysis;
  const about = { incidentId: incident.id, purgeAt: purgeAt(step.at) };
  const create = (item: Extract<Write, { kind: 'create' }>['item']): Write => ({ kind: 'create', item });
  return [
    create({ ...keys.evidence(incident.id), ...about, body: pack }),
    ...(chart === undefined ? [] : [create({ ...keys.chart(incident.id), ...about, body: chart })]),
    ...(budget === undefined ? [] : [create({ ...keys.budget(incident.id), ...about, body: budget })]),
    create({ ...keys.diagnosis(incident.id), ...about, body: diagnosis }),
    create({ ...keys.similar(incident.id), ...about, body: remembered }),
    ...factsOf(incident, analysis, step),
  ];
};
