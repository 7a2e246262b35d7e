import * as z from 'zod';
import { type Fact, facts } from '../evidence/facts.ts';
import type { FactRow } from '../evidence/facts/row.ts';
import type { EvidencePack, Signal } from '../evidence/signal.ts';
import type { Incident } from '../incident/incident.ts';
import { resourceKey } from '../incident/resource.ts';
import { isWithin, subjectOf } from '../incident/subject.ts';
import { printOf } from './print.ts';

/** More than any incident of the samples has; the strongest signals come first. */
const mostFeatures = 48;
/** A program that prints many kinds of errors must not outweigh everything else that is known. */
const mostTemplates = 8;
const mostMetrics = 3;

/** `what:value`; a value is a word of this system, a kind of resource, or a hash. */
const featureForm = /^(?:alarm|metric|kind|resource|fact|log):[A-Za-z0-9_@]{1,100}$/;

/** What an incident looked like, as a set of features that say nothing of what anybody wrote. */
export const Signature = z.array(z.string().regex(featureForm)).max(mostFeatures);
export type Signature = z.infer<typeof Signature>;

const isFact = (name: string): name is Fact => Object.hasOwn(facts, name);
/** Kinds come from outside, too. */
const kindOf = (kind: string): string => (/^[A-Za-z]{1,48}$/.test(kind) ? kind : 'other');

const templateOf = ({ data }: Signal): string[] =>
  typeof data['template'] === 'string' && /^[a-p]{16}$/.test(data['template']) ? [`log:${data['template']}`] : [];

/**
 * The features of an incident: its alarm, metrics, resource, and what the evidence shows, at the resource itself or at a
 * kind of neighbor. The cause is none of them, so that the past can be looked up before a cause is named. Texts written to
 * mislead a model (`injection`) are left out. Names are hashed; numbers and times are no features: they differ each time.
 */
export const signatureOf = (
  { signals }: Pick<EvidencePack, 'signals'>,
  incident: Pick<Incident, 'alarm' | 'resource'>,
): Signature => {
  const { alarm } = incident;
  const subject = subjectOf(incident);
  const seen = signals.flatMap(({ fact, kind, resource }) => {
    if (!isFact(fact) || kind === 'injection') return [];
    return [`fact:${fact}@${isWithin(resource, subject) ? 'self' : kindOf(resource.kind)}`];
  });
  const features = [
    `alarm:${printOf(alarm.name)}`,
    `kind:${kindOf(subject.kind)}`,
    `resource:${printOf(resourceKey(subject))}`,
    ...alarm.metrics.slice(0, mostMetrics).map(({ namespace, name }) => `metric:${printOf([namespace, name])}`),
    ...[...new Set(signals.flatMap(templateOf))].slice(0, mostTemplates),
    ...seen,
  ];
  return [...new Set(features)].slice(0, mostFeatures);
};

/** How much a feature says. What is wrong says most, by its strength; the same alarm or name alone says little. */
const weights = { alarm: 1, metric: 1, kind: 0.5, resource: 1, log: 1.5, symptom: 3, otherFact: 1 } as const;

/** The weight of a feature; 0 for one that this build does not know. */
export const weightOf = (feature: string): number => {
  const [what, value = ''] = feature.split(':');
  switch (what) {
    case 'alarm':
    case 'metric':
    case 'kind':
    case 'resource':
    case 'log':
      return weights[what];
    case 'fact': {
      const name = value.replace(/@.*/, '');
      if (!isFact(name)) return 0;
      const { strength, tells }: FactRow = facts[name];
      return strength * (tells === 'symptom' ? weights.symptom : weights.otherFact);
    }
    default:
      return 0;
  }
};
