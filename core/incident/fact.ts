import { keys } from './keys.ts';
import { purgeAt, type Versions } from './step.ts';
import type { Write } from './table.ts';
import { factTrace } from './trace.ts';

type Fact = {
  at: Date;
  /** What happened, in snake case. */
  fact: string;
  by: string;
  incidentId: string;
  versions: Versions;
  /** Tells it from others of this kind, incident and moment. */
  what?: string;
};

/**
 * The `AUDIT#` item of something that moved no incident, to be written together with what it is about. The audit keeps it
 * for good, so `more` holds names, hashes and counts, and never what was read, said or kept secret.
 */
export const factWrite = (
  { at, fact, by, incidentId, versions, what }: Fact,
  more: Readonly<Record<string, unknown>>,
): Write => {
  const text = at.toISOString();
  const id = [text, fact, incidentId, ...(what === undefined ? [] : [what])].join('#');
  return {
    kind: 'create',
    item: {
      ...keys.audit(text.slice(0, 13), id),
      ...more,
      fact,
      by,
      at: text,
      incidentId,
      versions,
      ...factTrace(incidentId, id),
      purgeAt: purgeAt(at),
    },
  };
};
