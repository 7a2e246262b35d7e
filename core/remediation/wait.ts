import { dueIn } from '../incident/deadline.ts';
import type { Incident } from '../incident/incident.ts';
import { advance, type Versions } from '../incident/step.ts';
import type { Committed, Table } from '../incident/table.ts';
import type { JournalEntry } from './journal.ts';
import { endRun, stillIn } from './run.ts';

type Deps = { table: Table; versions: Versions; now: () => Date };

/** For a person: what a step waits for that has not ended yet. */
export const waitsFor = ({ error }: Pick<JournalEntry, 'error'>): string =>
  error === undefined ? 'is accepted and being made' : `gave no answer (${error}) and is looked at again`;

/** How often a provider that makes a change is asked how far it is, in seconds. */
const askEverySeconds = 60;

/**
 * Ends the invocation while the provider still makes a change that it accepted, or may show one late. The first time is a
 * step of its own, from the status to itself: whoever reads the trail sees what is waited for, and from then on the
 * timekeeper starts the run again every minute. The rules of executor and rollback take steps of the timekeeper only, so
 * this starts nobody.
 */
export const waitForProvider = (
  { table, versions, now }: Deps,
  incident: Incident,
  by: 'executor' | 'rollback',
  reason: string,
): Promise<Committed> => {
  const at = now();
  const over = endRun(incident.id, at);
  if (incident.due?.does === 'poll') return table.transact([over, stillIn(incident.id, incident.status)]);
  const step = { to: incident.status, by, at, reason, versions, due: dueIn(at, askEverySeconds, 'poll') };
  return advance(table, incident, step, [over]);
};
