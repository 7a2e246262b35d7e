import type { FactRows } from './row.ts';

/** What RDS tells of its instances, in events and metrics. */
export const rdsFacts = {
  rds_storage_exhausted: { kind: 'state', strength: 0.95, tells: 'symptom' },
  rds_connections_exhausted: { kind: 'state', strength: 0.9, tells: 'symptom' },
  rds_failed_over: { kind: 'state', strength: 0.8, tells: 'symptom' },
  rds_event: { kind: 'state', strength: 0.3, tells: 'context' },
  rds_replica_behind: { kind: 'metric', strength: 0.85, tells: 'symptom' },
  rds_load: { kind: 'metric', strength: 0.3, tells: 'context' },
} as const satisfies FactRows;
