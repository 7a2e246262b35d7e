import type { FactRows } from './row.ts';

/** What containers, pods and the events about them show. */
export const podFacts = {
  oom_killed: { kind: 'state', strength: 1, tells: 'symptom' },
  image_not_found: { kind: 'state', strength: 1, tells: 'symptom' },
  image_pull_denied: { kind: 'state', strength: 1, tells: 'symptom' },
  image_registry_unresolved: { kind: 'state', strength: 1, tells: 'symptom' },
  image_pull_failed: { kind: 'state', strength: 0.8, tells: 'symptom' },
  secret_missing: { kind: 'state', strength: 1, tells: 'symptom' },
  config_map_missing: { kind: 'state', strength: 1, tells: 'symptom' },
  pull_secret_missing: { kind: 'state', strength: 0.7, tells: 'context' },
  volume_access_denied: { kind: 'state', strength: 1, tells: 'symptom' },
  volume_mount_failed: { kind: 'state', strength: 0.6, tells: 'symptom' },
  container_killed: { kind: 'state', strength: 0.7, tells: 'symptom' },
  container_config_failed: { kind: 'state', strength: 0.8, tells: 'symptom' },
  crash_loop: { kind: 'state', strength: 0.8, tells: 'symptom' },
  container_failed: { kind: 'state', strength: 0.6, tells: 'symptom' },
  liveness_failing: { kind: 'state', strength: 0.6, tells: 'symptom' },
  readiness_failing: { kind: 'state', strength: 0.5, tells: 'symptom' },
} as const satisfies FactRows;
