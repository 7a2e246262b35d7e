import type { FactRows } from './row.ts';

/** How many of what should run does run. */
export const workloadFacts = {
  replicas_zero: { kind: 'state', strength: 0.9, tells: 'symptom' },
  rollout_stuck: { kind: 'state', strength: 0.8, tells: 'symptom' },
  tasks_failed: { kind: 'state', strength: 0.6, tells: 'symptom' },
  replicas_unavailable: { kind: 'state', strength: 0.5, tells: 'symptom' },
  autoscaler_at_max: { kind: 'state', strength: 0.4, tells: 'context' },
  autoscaler_bounds: { kind: 'state', strength: 0.2, tells: 'context' },
  workload_ready: { kind: 'state', strength: 0.2, tells: 'well' },
} as const satisfies FactRows;
