import * as z from 'zod';
import { type TransitionRecord, Versions } from '../incident/step.ts';
import type { AuditRecord } from './record.ts';

/** A record before it is linked: its place in the chain is not known yet. */
export type Entry = Omit<AuditRecord, 'version' | 'number' | 'previous' | 'hash'>;

/** A fact that is no transition, as the functions put it under `AUDIT#<hour>`; everything beyond these is kept as it is. */
export const AuditFact = z.looseObject({
  fact: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  incidentId: z.string().optional(),
  person: z.string().optional(),
  digests: z.record(z.string(), z.string()).default({}),
  versions: Versions.optional(),
});
export type AuditFact = z.infer<typeof AuditFact>;

/** A `T#` item as an entry of its incident's chain. */
export const transitionEntry = (transition: TransitionRecord): Entry => {
  const { incidentId, seq: _seq, by, person, at, digests, versions, ...what } = transition;
  return {
    chain: incidentId,
    incident: incidentId,
    who: { function: by, ...(person === undefined ? {} : { person }) },
    what,
    when: at,
    digests,
    versions,
  };
};

/** An `AUDIT#` item as an entry of its hour's chain; its key's id goes into the record, so it is known again. */
export const factEntry = (hour: string, id: string, fact: AuditFact): Entry => {
  const { by, person, at, incidentId, digests, versions, ...what } = fact;
  return {
    chain: `AUDIT-${hour}`,
    incident: incidentId ?? null,
    who: { function: by, ...(person === undefined ? {} : { person }) },
    what: { ...what, id },
    when: at,
    digests,
    ...(versions === undefined ? {} : { versions }),
  };
};
