import type { DatabaseInstance } from './port.ts';

/** RDS rounds any smaller growth up to this, in percent ("ModifyDBInstance", `AllocatedStorage`). */
export const leastGrowthPercent = 10;

/** The most that an instance can have, in GiB: 64 TiB. Some engines and storage types have less; RDS refuses it then. */
export const mostStorageGiB = 65_536;

/**
 * From this size on, in GiB, RDS stripes over four volumes; SQL Server never does. To grow beyond it is a copy of all data
 * that loads the instance for hours ("I/O-intensive storage modifications", Amazon RDS user guide).
 */
export const stripedFrom = (engine: string): number => {
  if (engine.startsWith('sqlserver')) return Number.POSITIVE_INFINITY;
  return engine.startsWith('oracle') ? 200 : 400;
};

/**
 * The IOPS that must be repeated when storage grows, where they are provisioned: always for `io1` and `io2`; for `gp3`
 * only where they can be chosen, which is on striped volumes and on SQL Server ("Amazon RDS DB instance storage").
 */
export const repeatedIops = ({ engine, storageType, storageGiB, iops }: DatabaseInstance): { iops?: number } => {
  const chosen = storageGiB >= stripedFrom(engine) || engine.startsWith('sqlserver');
  const provisioned = storageType === 'io1' || storageType === 'io2' || (storageType === 'gp3' && chosen);
  return provisioned && iops !== null ? { iops } : {};
};
