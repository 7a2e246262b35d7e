import type { DatabaseChange, DatabaseInstance } from '../../core/remediation/rds/port.ts';
import type { AlarmName } from './alarms.ts';

/** A simulated RDS instance that fills up, or that gets more work than its class can do. */
export type DatabaseSpec = {
  name: string;
  engine: string;
  instanceClass: string;
  storageGiB: number;
  alarm: AlarmName;
  trouble: 'storage' | 'connections';
  /** Since when it is almost full, which took two hours, or has so much work. */
  since: Date;
};

type Modification = { at: Date; change: DatabaseChange };
export type Database = { spec: DatabaseSpec; modifications: Modification[] };

/** From the call until the change is in place. */
const modifyingMs = 240_000;
/** How long RDS then works on the new storage while the instance is in use. */
const optimizingMs = 1_800_000;
const fillingMs = 7_200_000;
const restartMs = 60_000;

/** GiB in use in the end, of 100; and how much of it came in the two hours before. */
const [used, filled] = [96, 16];

const inPlaceAt = ({ at }: Modification): number => at.getTime() + modifyingMs;

/** The instance as `DescribeDBInstances` shows it at `t`. */
export const instanceAt = ({ spec, modifications }: Database, t: Date): DatabaseInstance => {
  const asked = modifications.filter(({ at }) => at <= t);
  const made = asked.filter((one) => inPlaceAt(one) <= t.getTime());
  const last = asked.at(-1);
  const settings = (list: readonly Modification[]): { instanceClass?: string; storageGiB?: number } =>
    Object.assign({}, ...list.map(({ change }) => change));
  return {
    id: spec.name,
    engine: spec.engine,
    status: statusAt(last, t),
    instanceClass: spec.instanceClass,
    storageGiB: spec.storageGiB,
    storageType: 'gp3',
    iops: 3000,
    ...settings(made),
    pending: { ...settings(asked.slice(made.length)), others: [] },
  };
};

const statusAt = (last: Modification | undefined, t: Date): string => {
  if (last === undefined) return 'available';
  const passed = t.getTime() - last.at.getTime();
  if (passed < modifyingMs) return 'modifying';
  return 'storageGiB' in last.change && passed < modifyingMs + optimizingMs ? 'storage-optimization' : 'available';
};

/** A new class takes the place of the old one in the last minute of the change: the instance restarts. */
export const restartsAt = ({ modifications }: Database, t: Date): boolean =>
  modifications.some((one) => {
    const left = inPlaceAt(one) - t.getTime();
    return 'instanceClass' in one.change && left > 0 && left <= restartMs;
  });

/** `FreeStorageSpace`, in bytes. */
export const freeBytesAt = (database: Database, t: Date): number => {
  const { trouble, since } = database.spec;
  const missing = trouble === 'storage' ? Math.max(0, (since.getTime() - t.getTime()) / fillingMs) : 1;
  const inUse = used - filled * Math.min(1, missing);
  return Math.max(0, instanceAt(database, t).storageGiB - inUse) * 1024 ** 3;
};
