import type { Fact } from '../facts.ts';
import type { Measured } from '../gathered.ts';
import type { RdsInstance } from './described.ts';

/** The last points decide what is still so. */
const recentPoints = 5;
/** Half as much again as at its lowest, and beyond minutes of writing: somebody made room. */
const roomier = 1.5;
const fewBytes = 2 * 2 ** 30;
/** So much below its peak: the clients are gone. */
const calmer = 0.7;
/** Seconds; the limit of the recommended alarm, as for replicas. */
const lagLimit = 60;

type Rule = { name: RegExp; over: (recent: readonly number[], all: readonly number[]) => boolean };

/** By fact, the metric that speaks of the same thing and what it looks like when that is over. */
const rules: Partial<Record<Fact, Rule>> = {
  rds_storage_exhausted: {
    name: /^(?:FreeStorageSpace|FreeLocalStorage)$/,
    over: (recent, all) => Math.min(...recent) > Math.max(fewBytes, roomier * Math.min(...all)),
  },
  rds_connections_exhausted: {
    name: /^DatabaseConnections$/,
    over: (recent, all) => Math.max(...recent) < calmer * Math.max(...all),
  },
  rds_replica_behind: {
    name: /^ReplicaLag$/,
    over: (recent) => recent.every((seconds) => seconds >= 0 && seconds <= lagLimit / 2),
  },
};

/**
 * True when the series of the instance, or of a replica of it, shows that what was reported is over. Fewer than five points
 * show nothing.
 */
export const hasPassed = (
  fact: Fact,
  instance: string,
  metrics: readonly Measured[],
  instances: readonly RdsInstance[],
): boolean => {
  const rule = rules[fact];
  if (rule === undefined) return false;
  const names = [instance, ...(instances.find(({ name }) => name === instance)?.replicas ?? [])];
  const speaking = metrics.filter(
    ({ name, dimensions, points }) =>
      rule.name.test(name) && names.includes(dimensions['DBInstanceIdentifier'] ?? '') && points.length >= recentPoints,
  );
  return (
    speaking.length > 0 &&
    speaking.every(({ points }) => {
      const values = points.map(({ value }) => value);
      return rule.over(values.slice(-recentPoints), values);
    })
  );
};
