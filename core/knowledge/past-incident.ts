import * as z from 'zod';
import { categoryId } from '../diagnosis/categories.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { EvidencePack } from '../evidence/signal.ts';
import { Incident } from '../incident/incident.ts';
import { type Status, statuses } from '../incident/lifecycle.ts';
import { scopeKey } from '../incident/resource.ts';
import { subjectOf } from '../incident/subject.ts';
import { optionOf, PastOption } from './option.ts';
import type { Proposal } from '../remediation/proposal.ts';
import { printForm, printOf } from './print.ts';
import { Signature, signatureOf } from './signature.ts';

/** What a change came to. `untried`: none was made. */
export const outcomes = ['fixed', 'ineffective', 'execution_failed', 'inconclusive', 'untried'] as const;
export type Outcome = (typeof outcomes)[number];

/** A closed incident as it is remembered: what compares and counts, and no text that anybody wrote. */
export const PastIncident = z.strictObject({
  version: z.literal(1),
  incidentId: Incident.shape.id,
  signature: Signature,
  /** The resource, hashed. */
  resource: z.string().regex(printForm),
  /** The first cause that was named. */
  category: z
    .string()
    .refine((name) => categoryId(name) === name, 'a category of docs/causes.json')
    .optional(),
  /** The change that was made; absent where none was. */
  option: PastOption.optional(),
  outcome: z.enum(outcomes),
  /** The state it ended in. */
  status: z.enum(statuses),
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime(),
});
export type PastIncident = z.infer<typeof PastIncident>;

/** The resource of an incident, as past incidents hold it. */
export const resourcePrint = (incident: Pick<Incident, 'alarm' | 'resource' | 'spoke'>): string =>
  printOf(scopeKey(subjectOf(incident), incident.spoke));

/**
 * What the change of an incident came to, by the states it went through: where it ended says who closed it, not why. A
 * change that failed half-way was not judged, and one whose outcome nobody knows neither helped nor did not.
 */
export const outcomeOf = (through: readonly Status[]): Outcome => {
  const went = new Set(through);
  if (went.has('resolved')) return 'fixed';
  if (went.has('fix_ineffective')) return 'ineffective';
  if (went.has('execution_failed')) return 'execution_failed';
  return went.has('inconclusive') || went.has('outcome_unknown') || went.has('executing') ? 'inconclusive' : 'untried';
};

type Closed = {
  incident: Incident;
  /** The states it went through, in order. */
  through: readonly Status[];
  evidence: EvidencePack;
  diagnosis: Diagnosis | undefined;
  /** The choice that was approved, or would have been. */
  chosen: Proposal | undefined;
};

/** A closed incident as knowledge. */
export const pastIncident = ({ incident, through, evidence, diagnosis, chosen }: Closed): PastIncident => {
  const outcome = outcomeOf(through);
  const [cause] = diagnosis?.causes ?? [];
  const category = cause === undefined ? undefined : categoryId(cause.category);
  return {
    version: 1,
    incidentId: incident.id,
    signature: signatureOf(evidence, incident),
    resource: resourcePrint(incident),
    ...(category === undefined ? {} : { category }),
    ...(chosen === undefined || outcome === 'untried' ? {} : { option: optionOf(chosen) }),
    outcome,
    status: incident.status,
    openedAt: incident.openedAt,
    closedAt: incident.changedAt,
  };
};
