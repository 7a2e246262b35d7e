import { readEvents } from './cloudtrail-events.ts';
import { incidentRecords } from './incident-records.ts';
import { join, type JoinedTrail } from './join.ts';

/** The timeline of an incident from two files of evidence. Throws `Wrong` for what is none. */
export const trailOfIncident = ({
  incident,
  dir,
  events,
}: {
  incident: string;
  dir: string;
  events: string;
}): JoinedTrail => {
  const { records, findings } = incidentRecords(dir, incident);
  const joined = join(incident, records, readEvents(events));
  const altered = findings.map(({ where, detail }) => ({
    problem: 'altered' as const,
    at: '',
    detail: `${where}: ${detail}`,
  }));
  return { ...joined, findings: [...altered, ...joined.findings] };
};
