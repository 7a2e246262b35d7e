import type { Incident } from '../incident/incident.ts';
import { type Concluded, conclude } from './conclude.ts';
import type { Gathered } from './gathered.ts';
import { type AllSources, gather } from './gather/gather.ts';
import type { Wanted } from './wanted.ts';

/** Gets everything that was read, as it was read: to record an incident. Nothing of it is screened yet. */
export type OnGathered = (gathered: Gathered, incident: Incident) => void;

/** Reads what the runbook names and concludes from it. Never throws for a source: what cannot be read is a gap. */
export const collect = async (
  ports: AllSources,
  incident: Incident,
  wanted: Wanted | undefined,
  now: Date,
  onGathered?: OnGathered,
): Promise<Concluded> => {
  const gathered = await gather(ports, incident, wanted, now);
  onGathered?.(gathered, incident);
  return conclude(gathered, incident, wanted, now);
};
