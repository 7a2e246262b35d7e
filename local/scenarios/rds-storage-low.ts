import { base, type Scenario } from './scenario.ts';

export const rdsStorageLow: Scenario = {
  ...base,
  name: 'rds-storage-low',
  description: 'a database is almost full; its storage is grown, RDS takes minutes for it, and the alarm clears',
  troubles: [{ kind: 'database', instance: 'orders-db', lacks: 'storage' }],
};
