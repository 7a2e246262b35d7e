import * as z from 'zod';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { EvidencePack } from '../../core/evidence/signal.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { incidentValues } from '../../core/incident/placeholder-values.ts';
import { fillAll, type Values } from '../../core/incident/placeholders.ts';
import { type Resource, resourceKey } from '../../core/incident/resource.ts';
import type { Runbook } from '../../core/policy/runbook.ts';

export type Chosen = { id: string; parameters: Record<string, unknown> };
/** One thing that could be done: actions with their parameters, and what sets it apart from the others. */
export type Option = { title?: string; actions: Chosen[] };
export type Remedy =
  | { kind: 'remedy'; recommended: Option; alternatives: Option[]; doNothing: string; leftOut: string[] }
  | { kind: 'none'; reason: string };

const none = (reason: string): Remedy => ({ kind: 'none', reason });

/**
 * The runbook's actions for the first cause, their parameters filled from the incident and the cited signals. The
 * diagnosis only chooses the cause; which actions and parameters follow from it is in the runbook. An alternative whose
 * parameters have no value here is left out.
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
  const actions = withValues(remedy.actions, values);
  if (typeof actions === 'string') return none(`runbook ${runbook.id}, ${actions}`);
  const alternatives: Option[] = [];
  const leftOut: string[] = [];
  for (const { title, actions: other } of remedy.alternatives) {
    const named = title === undefined ? {} : { title };
    const filled = withValues(other, values);
    if (typeof filled === 'string') leftOut.push(notOffered(named, filled));
    else alternatives.push({ ...named, actions: filled });
  }
  return { kind: 'remedy', recommended: { actions }, alternatives, doNothing: remedy.doNothing, leftOut };
};

/** Why an alternative cannot be chosen, as one line for people. */
export const notOffered = ({ title }: Pick<Option, 'title'>, reason: string): string =>
  `not offered (${title ?? 'an alternative'}): ${reason}`;

/** The actions with every placeholder replaced, or the one that could not be. */
const withValues = (actions: Runbook['remedies'][number]['actions'], values: Values): Chosen[] | string => {
  const all: Chosen[] = [];
  for (const { id, parameters } of actions) {
    const filled = fillAll(parameters, values);
    if (filled.kind === 'unfilled') return `action ${id}: ${filled.reason}`;
    all.push({ id, parameters: z.record(z.string(), z.unknown()).parse(filled.value) });
  }
  return all;
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
