import { type Resource, resourceKey } from '../../../incident/resource.ts';
import type { LogLine } from '../../ports.ts';
import { type Complaint, complaintOf } from './database-words.ts';
import type { Detector } from '../detector.ts';
import { eventTime } from '../events.ts';
import { originsOf } from '../log-origin.ts';
import type { WorkloadNames } from '../workload-names.ts';

/** What one workload's lines, or the events about its pods, say about databases. */
export type Complaints = {
  workload: Resource;
  complaint: Complaint;
  lines: readonly string[];
  /** Where the first of them is. */
  pointer: string;
};

/** Lines without a zone may be off by any zone's offset: up to fourteen hours (ISO 8601 / IANA tz, Pacific/Kiritimati). */
const zoneMs = 14 * 3_600_000;
/** A database logs the address it refused; these are its own helpers, that probe it without a password. */
const fromItself = /'@'(?:::1|127\.0\.0\.1|localhost)'/;
/** Enough of a group to tell what it is about. */
const mostLines = 40;

type Group = { workload: Resource; complaint: Complaint; lines: string[]; pointer: string };

/** Complaints by workload and kind, in order of appearance. `since`: what is older for sure is history. */
export const complaintsOf = (
  { cluster, logs, since }: Parameters<Detector>[0],
  names: WorkloadNames,
): readonly Complaints[] => {
  const originOf = originsOf(names);
  const groups = new Map<string, Group>();
  const add = (workload: Resource, message: string, pointer: string): void => {
    const complaint = complaintOf(message);
    if (complaint === undefined || fromItself.test(message)) return;
    const key = `${complaint} ${resourceKey(workload)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { workload, complaint, lines: [message], pointer });
    else if (group.lines.length < mostLines) group.lines.push(message);
  };
  const oldest = since.getTime() - zoneMs;
  const addLine = (line: LogLine): void => {
    if (line.at.getTime() < oldest || complaintOf(line.message) === undefined) return;
    const origin = originOf(line);
    if (origin !== undefined) add(origin.workload, line.message, `${line.stream} ${line.at.toISOString()}`);
  };
  logs.forEach(addLine);
  for (const event of cluster.Event) {
    const { kind, name, namespace } = event.involvedObject;
    const time = eventTime(event);
    if (kind !== 'Pod' || (time !== undefined && new Date(time) < since)) continue;
    const workload = cluster.owners.ofNamed({ kind, name }, namespace ?? event.metadata?.namespace ?? undefined);
    add(workload, event.message ?? '', `kubernetes.json Event ${event.reason ?? ''} Pod/${name}`);
  }
  return [...groups.values()];
};
