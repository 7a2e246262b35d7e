import type { Alarm } from '../../incident/alarm.ts';
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

/** Minutes in a row in which an alarmed lag grew: it will pass the limit. */
const growingPoints = 5;
const growingFrom = 20;
/**
 * What RDS reports while replication is not active.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Monitoring.html
 */
const stopped = -1;

type Lag = { at: Date; seconds: number };

const isGrowing = (lag: readonly Lag[]): boolean => {
  const recent = lag.slice(-growingPoints);
  return (
    recent.length === growingPoints &&
    (recent.at(-1)?.seconds ?? 0) >= growingFrom &&
    recent.every(({ seconds }, index) => index === 0 || seconds > (recent[index - 1]?.seconds ?? 0))
  );
};

type Behind = { since: Date; says: string; seconds: number; strength?: number };

const behindNow = (lag: readonly Lag[], isAlarmed: boolean): Behind | undefined => {
  const recent = lag.slice(-recentPoints);
  const last = recent.at(-1);
  if (last === undefined) return undefined;
  const sinceAfter = (isCalm: (seconds: number) => boolean): Date =>
    lag[lag.findLastIndex(({ seconds }) => isCalm(seconds)) + 1]?.at ?? last.at;
  const seconds = Math.round(last.seconds);
  if (recent.every((one) => one.seconds === stopped)) {
    return { since: sinceAfter((one) => one !== stopped), says: 'does not replicate any more', seconds };
  }
  if (recent.every((one) => one.seconds > lagLimit)) {
    const says = `is ${seconds} seconds behind, limit ${lagLimit}`;
    return { since: sinceAfter((one) => one <= lagLimit), says, seconds };
  }
  if (!isAlarmed || !isGrowing(lag)) return undefined;
  const says = `is ${seconds} seconds behind and falls farther`;
  return { since: sinceAfter((one) => one <= growingFrom / 2), says, seconds, strength: 0.7 };
};

/** Replicas that are behind now, told of the instance whose changes they cannot keep up with. */
export const replicaFindings = (
  metrics: readonly Measured[],
  described: Readonly<Record<string, unknown>>,
  alarm: Pick<Alarm, 'metrics'>,
): Finding[] => {
  const instances = rdsInstances(described);
  return metrics.flatMap((series): Finding[] => {
    const replica = series.dimensions['DBInstanceIdentifier'];
    if (!/^(?:Aurora)?ReplicaLag(?:Maximum)?$/.test(series.name) || replica === undefined) return [];
    // Aurora counts milliseconds.
    const unit = series.name.startsWith('Aurora') ? 1000 : 1;
    const lag = series.points.map(({ at, value }) => ({ at, seconds: value / unit }));
    const isAlarmed = alarm.metrics.some(
      ({ name, dimensions }) => name === series.name && dimensions['DBInstanceIdentifier'] === replica,
    );
    const behind = behindNow(lag, isAlarmed);
    if (behind === undefined) return [];
    return [
      {
        fact: 'rds_replica_behind',
        summary: `replica ${replica} ${behind.says}`,
        resource: { kind: 'DBInstance', name: replicated(replica, instances) },
        time: behind.since.toISOString(),
        ...(behind.strength === undefined ? {} : { strength: behind.strength }),
        data: { replica, seconds: behind.seconds },
        pointer: `metrics.json AWS/RDS ${series.name} ${replica}`,
      },
    ];
  });
};
