import * as z from 'zod';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { EvidencePack } from '../../core/evidence/signal.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { incidentValues } from '../../core/incident/placeholder-values.ts';
import { fillAll, type Values } from '../../core/incident/placeholders.ts';
import { type Resource, resourceKey } from '../../core/incident/resource.ts';
import type { Runbook } from '../../core/policy/runbook.ts';

export type Chosen = { id: string; parameters: Record<string, unknown> };
export type Remedy = { kind: 'remedy'; actions: Chosen[] } | { kind: 'none'; reason: string };

const none = (reason: string): Remedy => ({ kind: 'none', reason });

/**
 * The runbook's actions for the first cause, their parameters filled from the incident and the cited signals. The
 * diagnosis only chooses the cause; which actions and parameters follow from it is in the runbook.
 */
export const remedyFor = (
  incident: Incident,
  diagnosis: Diagnosis,
  evidence: EvidencePack,
  runbook: Runbook,
): Remedy => {
  const [cause] = diagnosis.causes;
  if (diagnosis.kind !== 'diagnosed' || cause === undefined) {
    return none(diagnosis.kind === 'healthy' ? 'no fault was found' : 'the evidence does not show one cause');
  }
  const { kind, namespace, name } = cause.resource;
  const { resource } = incident;
  if (kind !== resource.kind || namespace !== resource.namespace || name !== resource.name) {
    return none(`the cause is at ${kind} ${name}, the runbook repairs ${resource.kind} ${resource.name}`);
  }
  const remedy = runbook.remedies.find((r) => r.cause === cause.category);
  if (remedy === undefined) return none(`runbook ${runbook.id} has no remedy for ${cause.category}`);

  const values = { ...incidentValues(incident), ...citedNames(cause.citations, evidence, resource) };
  const actions: Chosen[] = [];
  for (const action of remedy.actions) {
    const filled = fillAll(action.parameters, values);
    if (filled.kind === 'unfilled') return none(`runbook ${runbook.id}, action ${action.id}: ${filled.reason}`);
    actions.push({ id: action.id, parameters: z.record(z.string(), z.unknown()).parse(filled.value) });
  }
  return { kind: 'remedy', actions };
};

/**
 * `container` from the cited signals, `autoscaler` from any that tells of the same resource: a neighbor has one, too.
 * Values that two signals give differently are left out.
 */
const citedNames = (citations: readonly string[], { signals }: EvidencePack, resource: Resource): Values => {
  const cited = signals.filter(({ id }) => citations.includes(id));
  const ofResource = signals.filter((signal) => resourceKey(signal.resource) === resourceKey(resource));
  const one = (name: string, from: EvidencePack['signals']): Values => {
    const [value, ...others] = new Set(from.map(({ data }) => data[name]).filter((v) => typeof v === 'string'));
    return value === undefined || others.length > 0 ? {} : { [name]: value };
  };
  return { ...one('container', cited), ...one('autoscaler', ofResource) };
};
