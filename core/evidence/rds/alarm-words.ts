import type { Alarm } from '../../incident/alarm.ts';
import type { Fact, Finding } from '../facts.ts';
import type { Measured } from '../gathered.ts';
import { rdsInstances, replicated } from './described.ts';

/** What is told without a measurement is a hint: enough to name a cause, too little to be sure of it. */
const hint = 0.6;

/** What the alarm's text may say, and the metric that would show it. */
const rows: readonly { said: RegExp; fact: Fact; metric: RegExp }[] = [
  {
    said: /no space left|storage (?:is )?(?:full|exhausted)|ran out of (?:storage|disk)/i,
    fact: 'rds_storage_exhausted',
    metric: /^(?:FreeStorageSpace|FreeLocalStorage)$/,
  },
  {
    said: /too many (?:connections|clients)|remaining connection slots/i,
    fact: 'rds_connections_exhausted',
    metric: /^DatabaseConnections$/,
  },
  {
    said: /(?:falling|fallen|fell|falls|far|seconds|minutes) behind|cannot keep up|replica(?:tion)? lag.{0,40}(?:growing|above|exceed)/i,
    fact: 'rds_replica_behind',
    metric: /^(?:Aurora)?ReplicaLag/,
  },
];
const over = /recover|resolved|returned to|back to normal|no longer|completed|no errors/i;

/**
 * What the alarm's own text says of its instance, where the metric that would show it was not read: never against the data,
 * and never of an alarm that is over.
 */
export const alarmWordFindings = (
  metrics: readonly Measured[],
  described: Readonly<Record<string, unknown>>,
  {
    reason,
    description,
    state,
    metrics: watched,
    at,
  }: Pick<Alarm, 'reason' | 'description' | 'state' | 'metrics' | 'at'>,
): Finding[] => {
  const text = `${reason} ${description ?? ''}`;
  const [about] = watched.flatMap(({ dimensions }) => dimensions['DBInstanceIdentifier'] ?? []);
  if (about === undefined || state !== 'ALARM' || over.test(text)) return [];
  const instances = rdsInstances(described);
  const primary = replicated(about, instances);
  const family = [about, primary, ...(instances.find(({ name }) => name === primary)?.replicas ?? [])];
  const isMeasured = (metric: RegExp): boolean =>
    metrics.some(
      ({ name, dimensions, points }) =>
        metric.test(name) && family.includes(dimensions['DBInstanceIdentifier'] ?? '') && points.length > 0,
    );
  return rows
    .filter(({ said, metric }) => said.test(text) && !isMeasured(metric))
    .map(({ fact }) => ({
      fact,
      summary: `the alarm says, and no metric of it was read: ${reason}`,
      resource: { kind: 'DBInstance', name: fact === 'rds_replica_behind' ? primary : about },
      time: at,
      strength: hint,
      data: { source: 'alarm' },
    }));
};
