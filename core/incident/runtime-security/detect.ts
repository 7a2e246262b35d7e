import { type Resource, resourceKey } from '../resource.ts';
import type { RuntimeEvent } from './event.ts';
import { findingOf } from './finding.ts';
import type { Sighting } from './noise.ts';
import { hitsOf } from './rules/rules.ts';

const sinceStartOf = ({ at, process, parent }: RuntimeEvent): number | undefined => {
  const started = (process?.place ?? parent?.place)?.containerStartedAt;
  const ms = started === undefined ? Number.NaN : Date.parse(at) - Date.parse(started);
  return Number.isNaN(ms) ? undefined : ms / 1000;
};

/** The place of a process that is in none: that of whoever started it, as far as the batch goes back. */
const placed = (events: readonly RuntimeEvent[]): RuntimeEvent[] => {
  const known = new Map(
    events.flatMap(({ process }) => (process === undefined ? [] : [[process.execId, process] as const])),
  );
  const placeOf = (event: RuntimeEvent) => {
    let one = event.parent ?? event.process;
    // A chain is as deep as the processes that were read; ids that go in a circle were made up.
    for (let depth = 0; one !== undefined && depth < 64; depth += 1) {
      const place = one.place ?? known.get(one.execId)?.place;
      if (place !== undefined) return place;
      one = one.parentExecId === undefined ? undefined : known.get(one.parentExecId);
    }
    return undefined;
  };
  return events.map((event) => {
    if (event.process === undefined || event.process.place !== undefined) return event;
    const place = placeOf(event);
    return place === undefined ? event : { ...event, process: { ...event.process, place } };
  });
};

/** What all rules find in a batch of events, by the resource that each finding is of. Pure. */
export const detect = (
  events: readonly RuntimeEvent[],
  source: Resource,
): Map<string, { resource: Resource; sightings: Sighting[] }> => {
  const groups = new Map<string, { resource: Resource; sightings: Sighting[] }>();
  for (const event of placed(events)) {
    for (const hit of hitsOf(event)) {
      const finding = findingOf(event, hit, source);
      const key = resourceKey(finding.resource);
      const group = groups.get(key) ?? { resource: finding.resource, sightings: [] };
      const sinceStart = sinceStartOf(event);
      group.sightings.push({
        finding,
        ...(hit.program === undefined ? {} : { program: hit.program }),
        ...(sinceStart === undefined ? {} : { sinceStart }),
      });
      groups.set(key, group);
    }
  }
  return groups;
};
