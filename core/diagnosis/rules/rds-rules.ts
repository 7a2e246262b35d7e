import { type CategoryRule, rule } from './category-rule.ts';

/** A database of RDS. From the one that proves most to the vaguest. */
export const rdsRules: readonly CategoryRule[] = [
  rule({
    category: 'storage_full',
    proof: ['rds_storage_exhausted'],
    support: ['storage_saturated', 'latency_high'],
    confidence: 0.9,
    explains: ['cpu_saturation', 'replication_lag'],
    because: 'RDS reports that its storage is used up or about to be',
  }),
  rule({
    category: 'db_connection_exhaustion',
    proof: ['rds_connections_exhausted'],
    support: ['rds_load', 'latency_high', 'metric_shifted'],
    confidence: 0.85,
    because: 'all the connections it may have are in use',
  }),
  rule({
    category: 'replication_lag',
    proof: ['rds_replica_behind'],
    // The alarm is often about the replica; whether the two belong together is in the finding.
    anywhere: true,
    support: ['rds_load', 'metric_shifted'],
    confidence: 0.85,
    because: 'its replica cannot apply the changes as fast as they are made',
  }),
  rule({
    category: 'failover',
    proof: ['rds_failed_over'],
    support: ['metric_shifted', 'latency_high', 'errors_high'],
    confidence: 0.8,
    because: 'RDS reports that the database moved to another host',
  }),
  rule({
    category: 'cpu_saturation',
    kinds: ['DBInstance'],
    proof: ['cpu_saturated'],
    support: ['rds_load', 'latency_high', 'metric_shifted'],
    confidence: 0.8,
    because: 'its CPU has no headroom left',
  }),
];
