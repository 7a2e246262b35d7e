import { existsSync, readdirSync, statSync } from 'node:fs';
import type { OnGathered } from '../../core/evidence/collect.ts';
import { type Alarm, hasState } from '../../core/incident/alarm.ts';
import type { Gathered } from '../../core/evidence/gathered.ts';
import type { News } from '../run/news.ts';
import { writeBundle } from './write.ts';

export type Recorder = {
  hear(news: News): void;
  onGathered: OnGathered;
  /** Writes what was read about an incident; nothing where it was never analyzed. */
  write(dir: string, incidentId: string): void;
};

/** Why no bundle can be written there, or undefined: a bundle is never mixed with what is there already. */
export const recordProblem = (dir: string): string | undefined => {
  if (!existsSync(dir)) return undefined;
  if (!statSync(dir).isDirectory()) return `--record ${dir}: expected a directory, found a file`;
  const found = readdirSync(dir).length;
  return found === 0 ? undefined : `--record ${dir}: expected a new or an empty directory, found ${found} entries`;
};

/** Keeps the alarms that fired and what was read about each incident. */
export const createRecorder = (): Recorder => {
  const events = new Map<string, object>();
  const read = new Map<string, { alarm: Alarm; gathered: Gathered }>();
  return {
    hear: (news) => {
      if (news.kind === 'fired') events.set(news.alarm, news.event);
    },
    onGathered: (gathered, { id, alarm }) => void read.set(id, { alarm, gathered }),
    write: (dir, incidentId) => {
      const found = read.get(incidentId);
      if (found === undefined) return;
      const { alarm } = found;
      // Findings come in batches with much else: the alarm that they were made into is the one of the incident.
      const event = hasState(alarm) ? events.get(alarm.name) : { source: 'sovereign-ops', detail: alarm };
      if (event !== undefined) writeBundle(dir, event, found.gathered);
    },
  };
};
