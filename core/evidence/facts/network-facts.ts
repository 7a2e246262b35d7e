import type { FactRows } from './row.ts';

/** Whose network, or whose CPU, makes calls slow. */
export const networkFacts = {
  node_loses_packets: { kind: 'metric', strength: 0.8, tells: 'symptom' },
  node_network_slow: { kind: 'metric', strength: 0.8, tells: 'symptom' },
  workload_network_slow: { kind: 'metric', strength: 0.8, tells: 'symptom' },
  cpu_limit_reached: { kind: 'metric', strength: 0.8, tells: 'symptom' },
} as const satisfies FactRows;
