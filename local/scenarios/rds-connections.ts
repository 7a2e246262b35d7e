import { base, type Scenario } from './scenario.ts';

export const rdsConnections: Scenario = {
  ...base,
  name: 'rds-connections',
  description:
    'a database has no connection left; it gets the next larger class, which restarts it: two people approve',
  troubles: [{ kind: 'database', instance: 'orders-db', lacks: 'connections' }],
  decision: { kind: 'approve', by: ['alice', 'bob'] },
};
