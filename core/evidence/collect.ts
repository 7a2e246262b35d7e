import type { Incident } from '../incident/incident.ts';
import { type Concluded, conclude } from './conclude.ts';
import { type EvidencePorts, gather } from './gather/gather.ts';
import type { Wanted } from './wanted.ts';

/** Reads what the runbook names and concludes from it. Never throws for a source: what cannot be read is a gap. */
export const collect = async (
  ports: EvidencePorts,
  incident: Incident,
  wanted: Wanted | undefined,
  now: Date,
): Promise<Concluded> => conclude(await gather(ports, incident, wanted, now), incident, wanted, now);
