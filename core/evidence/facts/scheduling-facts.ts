import type { FactRows } from './row.ts';

/** Why pods find no node. */
export const schedulingFacts = {
  insufficient_cpu: { kind: 'state', strength: 0.9, tells: 'symptom' },
  insufficient_memory: { kind: 'state', strength: 0.9, tells: 'symptom' },
  unschedulable: { kind: 'state', strength: 0.8, tells: 'symptom' },
} as const satisfies FactRows;
