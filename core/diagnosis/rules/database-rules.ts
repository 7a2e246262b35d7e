import { type CategoryRule, rule } from './category-rule.ts';

const crash = ['crash_loop', 'probe_failure', 'deployment_rollout_stuck'] as const;
const failing = ['crash_loop', 'container_failed', 'replicas_unavailable'] as const;

/** A database and its clients do not get on. From the one that proves most to the vaguest. */
export const databaseRules: readonly CategoryRule[] = [
  rule({
    category: 'db_connection_exhaustion',
    proof: ['database_connections_exhausted'],
    confidence: 0.92,
    explains: crash,
    explainsElsewhere: [...crash, 'mysql_invalid_port', 'mysql_invalid_credentials'],
    because: 'it refuses clients because all its connections are taken',
  }),
  rule({
    category: 'db_read_only',
    proof: ['database_read_only'],
    confidence: 0.92,
    explains: crash,
    explainsElsewhere: crash,
    because: 'it refuses writes because it runs read-only',
  }),
  rule({
    category: 'mysql_invalid_credentials',
    proof: ['database_denies_client'],
    support: failing,
    confidence: 0.9,
    explains: crash,
    because: 'its database refuses the user or password that it was given',
  }),
  rule({
    category: 'mysql_invalid_port',
    proof: ['database_port_wrong'],
    support: failing,
    confidence: 0.88,
    explains: crash,
    because: 'it looks for its database where nothing answers, while others reach it',
  }),
  rule({
    category: 'service_sidecar_port_conflict',
    proof: ['sidecar_port_taken'],
    support: failing,
    confidence: 0.9,
    explains: crash,
    because: 'its container and its sidecar want the same port',
  }),
];
