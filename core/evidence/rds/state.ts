import type { Alarm } from '../../incident/alarm.ts';
import { facts, type Finding } from '../facts.ts';
import type { Gathered } from '../gathered.ts';
import { alarmWordFindings } from './alarm-words.ts';
import { connectionFindings } from './connections.ts';
import { cpuFindings } from './cpu.ts';
import { rdsInstances, replicated } from './described.ts';
import { rdsEventFindings } from './events.ts';
import { loadFindings } from './load.ts';
import { replicaFindings } from './replicas.ts';
import { statusFindings } from './status.ts';
import { fillingFindings } from './storage.ts';

/** A replica of somebody else explains an alarm less. */
const elsewhere = 0.6;

/** A replica's lag is told of its primary: it weighs in full where the alarm is about either of the two. */
const weighed =
  (described: Gathered['described'], { metrics }: Alarm) =>
  (finding: Finding): Finding => {
    if (finding.fact !== 'rds_replica_behind') return finding;
    const instances = rdsInstances(described);
    const isRelated = metrics.some(({ dimensions }) => {
      const about = dimensions['DBInstanceIdentifier'];
      return about !== undefined && replicated(about, instances) === finding.resource.name;
    });
    return isRelated
      ? finding
      : { ...finding, strength: (finding.strength ?? facts.rds_replica_behind.strength) * elsewhere };
  };

/**
 * A failover takes a minute or two and clients come back in minutes: after an hour something else is wrong, or nothing.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html
 */
const failoverMs = 3_600_000;
const isRecent =
  ({ at }: Alarm) =>
  ({ fact, time }: Finding): boolean =>
    fact !== 'rds_failed_over' || time === undefined || Date.parse(at) - Date.parse(time) <= failoverMs;

/**
 * What RDS instances show: reports since `since`, their status, replicas behind, storage and connections that run out,
 * a CPU without headroom, what the alarm says of what was not measured, and what loads them.
 */
export const rdsState = (
  { metrics, described }: Pick<Gathered, 'metrics' | 'described'>,
  alarm: Alarm,
  since: Date,
): Finding[] =>
  [
    ...rdsEventFindings(described, metrics, since).filter(isRecent(alarm)),
    ...statusFindings(described),
    ...replicaFindings(metrics, described, alarm),
    ...fillingFindings(metrics),
    ...connectionFindings(metrics, described, alarm),
    ...cpuFindings(metrics, described, alarm),
    ...alarmWordFindings(metrics, described, alarm),
    ...loadFindings(described),
  ].map(weighed(described, alarm));
