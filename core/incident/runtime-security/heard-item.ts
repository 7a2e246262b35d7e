import { keys } from '../keys.ts';
import { purgeAt } from '../step.ts';
import type { Table, Write } from '../table.ts';
import type { RuntimeFinding } from './finding.ts';
import { Heard } from './noise.ts';

/** What is remembered of the findings of a resource; `scope` is its `scopeKey`. */
export const readHeard = async (table: Pick<Table, 'get'>, scope: string): Promise<Heard | undefined> => {
  const item = await table.get(keys.heard(scope));
  return item === undefined ? undefined : Heard.parse(item);
};

/** Stores `next` only if nobody changed what it was computed from. */
export const heardWrite = (
  scope: string,
  known: Heard | undefined,
  next: Omit<Heard, 'incidentId'> & { incidentId?: string | undefined },
  at: Date,
): Write => {
  const { incidentId, ...rest } = next;
  const item = {
    ...keys.heard(scope),
    ...rest,
    ...(incidentId === undefined ? {} : { incidentId }),
    purgeAt: purgeAt(at),
  };
  return known === undefined
    ? { kind: 'create', item }
    : { kind: 'replace', item, when: [{ attribute: 'version', is: 'equal', value: known.version }] };
};

/** That what an incident is about goes on, though nothing of it is new. */
export const stillSeenWrite = (incidentId: string, stillAt: string, at: Date): Write => ({
  kind: 'replace',
  item: { ...keys.stillSeen(incidentId), incidentId, at: stillAt, purgeAt: purgeAt(at) },
  when: [],
});

/** The lines that findings add to the timeline of an incident. One that is there already is written over by itself. */
export const findingWrites = (incidentId: string, findings: readonly RuntimeFinding[], at: Date): Write[] =>
  findings.map((finding) => ({
    kind: 'replace',
    item: {
      ...keys.finding(incidentId, finding.at, finding.id),
      incidentId,
      body: finding,
      purgeAt: purgeAt(at),
    },
    when: [],
  }));
