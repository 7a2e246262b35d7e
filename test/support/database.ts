import { portOf } from '../../core/remediation/provider.ts';
import type { DatabaseWriter } from '../../core/remediation/rds/port.ts';
import type { DatabaseSpec } from '../../local/workload/database.ts';
import { simulatedDatabases } from '../../local/workload/databases.ts';
import { start } from './incident.ts';

/** RDS makes a change within this time on the simulated instances, in seconds. */
export const madeAfter = 240;

/** One simulated instance and every change that was asked for; `now` is the clock of the test. */
export const database = (now: () => Date, change: Partial<DatabaseSpec> = {}) => {
  const spec = {
    name: 'orders-db',
    engine: 'postgres',
    instanceClass: 'db.r6g.large',
    storageGiB: 100,
    alarm: { name: 'orders-db-storage-low', account: '123456789012', region: 'eu-central-1' },
    trouble: 'storage' as const,
    since: start,
    ...change,
  };
  const rds = portOf(simulatedDatabases([spec], now).writers, 'rds');
  const calls: unknown[] = [];
  const modify: DatabaseWriter['modify'] = async (id, asked) => {
    calls.push(asked);
    return rds.modify(id, asked);
  };
  return { rds: { ...rds, modify }, calls };
};
