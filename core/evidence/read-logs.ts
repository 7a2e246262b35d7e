import type { Incident } from '../incident/incident.ts';
import { incidentValues } from '../incident/placeholder-values.ts';
import { fillText } from '../incident/placeholders.ts';
import type { Found } from './found.ts';
import { logSignals } from './log-signals.ts';
import type { LogReader, Period } from './ports.ts';
import type { WantedLog } from './wanted.ts';

/** Enough to see what repeats; an analyzer is no log archive. */
const mostLines = 200;

/** The error lines of one log group. A cut answer and a placeholder without a value are gaps. */
export const readLogs = async (
  logs: LogReader,
  { group, filter }: WantedLog,
  incident: Pick<Incident, 'alarm' | 'resource'>,
  period: Period,
): Promise<Found> => {
  const values = incidentValues(incident);
  const where = fillText(group, values);
  if (where.kind === 'unfilled') return { findings: [], gaps: [`logs ${group}: ${where.reason}`] };
  const what = fillText(filter ?? '', values);
  if (what.kind === 'unfilled') return { findings: [], gaps: [`logs ${group}: ${what.reason}`] };
  const found = await logs.search({
    group: where.value,
    ...(filter === undefined ? {} : { filter: what.value }),
    limit: mostLines,
    ...period,
  });
  const gaps = found.complete ? [] : [`logs ${where.value}: more than ${mostLines} lines, not all were read`];
  return { ...logSignals(found.lines, incident.resource), gaps };
};
