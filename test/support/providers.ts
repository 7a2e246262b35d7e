import type { DatabaseWriter } from '../../core/remediation/providers/databases.ts';
import type { FunctionWriter } from '../../core/remediation/providers/functions.ts';
import { portOf } from '../../core/remediation/provider.ts';
import type { DatabaseSpec } from '../../local/workload/database.ts';
import { simulatedDatabases } from '../../local/workload/databases.ts';
import { type FunctionSpec, simulatedFunctions } from '../../local/workload/functions.ts';
import { start } from './incident.ts';

const here = { account: '123456789012', region: 'eu-central-1' };

/** RDS makes a change within this time on the simulated instances, in seconds. */
export const madeAfter = 240;

/** One simulated instance and every change that was asked for; `now` is the clock of the test. */
export const database = (now: () => Date, change: Partial<DatabaseSpec> = {}) => {
  const spec = {
    name: 'orders-db',
    engine: 'postgres',
    instanceClass: 'db.r6g.large',
    storageGiB: 100,
    alarm: { name: 'orders-db-storage-low', ...here },
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

/** One simulated function and every change that was asked for. */
export const lambdaFunction = (change: Partial<FunctionSpec> = {}) => {
  const spec = {
    name: 'invoice-render',
    memoryMiB: 512,
    reserved: 10,
    needs: 16,
    alarm: { name: 'invoice-render-throttles', ...here },
    since: start,
    ...change,
  };
  const lambda = portOf(simulatedFunctions([spec], () => start).writers, 'lambda');
  const calls: unknown[] = [];
  const counted: FunctionWriter = {
    ...lambda,
    setMemory: async (...asked) => {
      calls.push(asked);
      return lambda.setMemory(...asked);
    },
    setReservedConcurrency: async (...asked) => {
      calls.push(asked);
      return lambda.setReservedConcurrency(...asked);
    },
  };
  return { lambda: counted, calls };
};
