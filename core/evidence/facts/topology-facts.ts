import type { FactRows } from './row.ts';

/** What the call graph with its metrics shows: the service that explains the trouble of those that call it. */
export const topologyFacts = {
  service_slow: { kind: 'metric', strength: 0.9, tells: 'symptom' },
  service_failing: { kind: 'metric', strength: 0.9, tells: 'symptom' },
  service_overloaded: { kind: 'metric', strength: 0.9, tells: 'symptom' },
  service_changed: { kind: 'change', strength: 0.7, tells: 'context' },
} as const satisfies FactRows;
