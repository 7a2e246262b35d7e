import { type Database, instanceAt, restartsAt } from './database.ts';

/** What the classes have ("Hardware specifications for DB instance classes", Amazon RDS user guide). */
const hardware: Readonly<Record<string, { cpus: number; memoryGiB: number }>> = {
  'db.r6g.large': { cpus: 2, memoryGiB: 16 },
  'db.r6g.xlarge': { cpus: 4, memoryGiB: 32 },
  'db.r6g.2xlarge': { cpus: 8, memoryGiB: 64 },
};

const hardwareOf = (instanceClass: string): { cpus: number; memoryGiB: number } => {
  const found = hardware[instanceClass];
  if (found === undefined) throw new Error(`the simulated RDS does not know the class ${instanceClass}`);
  return found;
};

/**
 * How many connections PostgreSQL takes on a class: RDS sets `max_connections` by its memory, LEAST(bytes / 9531392, 5000)
 * ("Quotas and constraints for Amazon RDS", maximum number of database connections).
 */
export const mostConnections = (instanceClass: string): number =>
  Math.min(5000, Math.floor((hardwareOf(instanceClass).memoryGiB * 1024 ** 3) / 9_531_392));

/** CPUs that its queries keep busy: usually, and in trouble. */
const [usualCpus, busyCpus] = [0.9, 1.64];
/** Connections in use at a time if no query waited for a CPU. */
const unwaiting = 345;

/** `CPUUtilization`, in percent; undefined while the instance restarts. */
export const databaseCpuAt = (database: Database, t: Date): number | undefined => {
  if (restartsAt(database, t)) return undefined;
  const { trouble, since } = database.spec;
  const busy = trouble === 'connections' && t >= since ? busyCpus : usualCpus;
  return (100 * busy) / hardwareOf(instanceAt(database, t).instanceClass).cpus + Math.sin(t.getTime() / 60_000);
};

/**
 * `DatabaseConnections`; undefined while the instance restarts. A query holds its connection as long as it takes, so those
 * in use grow with the time that queries wait for CPU (Little, 1961: L = lambda W, with W = s / (1 - rho) of one queue), up
 * to what the class takes.
 */
export const connectionsAt = (database: Database, t: Date): number | undefined => {
  const cpu = databaseCpuAt(database, t);
  if (cpu === undefined) return undefined;
  const wanted = Math.round(unwaiting / (1 - cpu / 100));
  return Math.min(mostConnections(instanceAt(database, t).instanceClass), wanted);
};
