import type { Finding } from '../facts.ts';
import type { Measured } from '../gathered.ts';
import { rdsInstances, replicated } from './described.ts';

/**
 * Seconds; the threshold of the recommended CloudWatch alarm.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
 */
const lagLimit = 60;
/** The last points decide whether it still is behind. */
const recentPoints = 5;

/** Replicas that are behind now, told of the instance whose changes they cannot keep up with. */
export const replicaFindings = (
  metrics: readonly Measured[],
  described: Readonly<Record<string, unknown>>,
): Finding[] => {
  const instances = rdsInstances(described);
  return metrics.flatMap((series): Finding[] => {
    const replica = series.dimensions['DBInstanceIdentifier'];
    if (!/^(?:Aurora)?ReplicaLag(?:Maximum)?$/.test(series.name) || replica === undefined) return [];
    // Aurora counts milliseconds.
    const unit = series.name.startsWith('Aurora') ? 1000 : 1;
    const lag = series.points.map(({ at, value }) => ({ at, seconds: value / unit }));
    const recent = lag.slice(-recentPoints);
    const last = recent.at(-1);
    if (last === undefined || !recent.every(({ seconds }) => seconds > lagLimit)) return [];
    const calm = lag.findLastIndex(({ seconds }) => seconds <= lagLimit);
    const since = lag[calm + 1]?.at ?? last.at;
    const behind = Math.round(last.seconds);
    return [
      {
        fact: 'rds_replica_behind',
        summary: `replica ${replica} is ${behind} seconds behind, limit ${lagLimit}`,
        resource: { kind: 'DBInstance', name: replicated(replica, instances) },
        time: since.toISOString(),
        data: { replica, seconds: behind },
        pointer: `metrics.json AWS/RDS ${series.name} ${replica}`,
      },
    ];
  });
};
