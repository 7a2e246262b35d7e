import type { FactRows } from './row.ts';

/** Why tasks of ECS were stopped. */
export const ecsFacts = {
  task_oom_killed: { kind: 'state', strength: 1, tells: 'symptom' },
  task_image_not_found: { kind: 'state', strength: 1, tells: 'symptom' },
  task_image_denied: { kind: 'state', strength: 1, tells: 'symptom' },
  task_registry_unresolved: { kind: 'state', strength: 1, tells: 'symptom' },
  task_secret_missing: { kind: 'state', strength: 1, tells: 'symptom' },
  task_role_denied: { kind: 'state', strength: 0.9, tells: 'symptom' },
  task_network_failed: { kind: 'state', strength: 0.8, tells: 'symptom' },
  task_image_failed: { kind: 'state', strength: 0.8, tells: 'symptom' },
  task_unplaced: { kind: 'state', strength: 0.8, tells: 'symptom' },
  task_killed: { kind: 'state', strength: 0.7, tells: 'symptom' },
  task_start_failed: { kind: 'state', strength: 0.7, tells: 'symptom' },
  task_unhealthy: { kind: 'state', strength: 0.6, tells: 'symptom' },
  task_exited: { kind: 'state', strength: 0.6, tells: 'symptom' },
  task_host_lost: { kind: 'state', strength: 0.3, tells: 'context' },
} as const satisfies FactRows;
