import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { purgeAt, type Step } from '../../core/incident/step.ts';
import type { Write } from '../../core/incident/table.ts';
import { sha256 } from '../../core/remediation/digest.ts';
import type { Analysis } from './analyze.ts';

/** Why the incident goes on as it does, in one line. */
export const reasonOf = ({ kind, source, causes: [cause] }: Diagnosis): string => {
  if (kind === 'healthy') return `no fault found (${source})`;
  return cause === undefined ? `the evidence does not show one cause (${source})` : `${cause.summary} (${source})`;
};

/** The SHA-256 of everything the step stores; the audit holds these and nothing of the content. */
export const digestsOf = ({ pack, chart, diagnosis, remembered }: Analysis): Record<string, string> => ({
  evidence: sha256(pack),
  ...(chart === undefined ? {} : { chart: sha256(chart) }),
  diagnosis: sha256(diagnosis),
  remembered: sha256(remembered),
});

/**
 * What the step stores with it: evidence, chart, diagnosis and memory, and a fact for the audit where somebody wrote to
 * a model.
 */
export const itemsOf = (
  incident: Incident,
  { pack, chart, diagnosis, remembered, injections }: Analysis,
  step: Step,
): Write[] => {
  const about = { incidentId: incident.id, purgeAt: purgeAt(step.at) };
  const create = (item: Extract<Write, { kind: 'create' }>['item']): Write => ({ kind: 'create', item });
  const items = [
    create({ ...keys.evidence(incident.id), ...about, body: pack }),
    ...(chart === undefined ? [] : [create({ ...keys.chart(incident.id), ...about, body: chart })]),
    create({ ...keys.diagnosis(incident.id), ...about, body: diagnosis }),
    create({ ...keys.similar(incident.id), ...about, body: remembered }),
  ];
  if (injections.length === 0) return items;
  const at = step.at.toISOString();
  // The hashes only: what was written to mislead is not spread any further.
  const fact = { fact: 'injection_found', by: 'analyzer', at, digests: step.digests, versions: step.versions };
  const key = keys.audit(at.slice(0, 13), `${at}#${incident.id}`);
  return [...items, create({ ...key, ...about, ...fact, textSha256: injections })];
};
