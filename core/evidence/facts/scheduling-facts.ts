import type { FactRows } from './row.ts';

/** Why pods find no node, and claims no volume. */
export const schedulingFacts = {
  insufficient_cpu: { kind: 'state', strength: 1, tells: 'symptom' },
  insufficient_memory: { kind: 'state', strength: 1, tells: 'symptom' },
  node_selector_unmatched: { kind: 'state', strength: 1, tells: 'symptom' },
  node_affinity_unmatched: { kind: 'state', strength: 1, tells: 'symptom' },
  nodes_cordoned: { kind: 'state', strength: 1, tells: 'symptom' },
  taint_untolerated: { kind: 'state', strength: 1, tells: 'symptom' },
  anti_affinity_conflict: { kind: 'state', strength: 1, tells: 'symptom' },
  pod_affinity_unmet: { kind: 'state', strength: 0.9, tells: 'symptom' },
  topology_spread_unmet: { kind: 'state', strength: 0.9, tells: 'symptom' },
  host_port_taken: { kind: 'state', strength: 0.9, tells: 'symptom' },
  node_resource_exhausted: { kind: 'state', strength: 0.9, tells: 'symptom' },
  volume_out_of_reach: { kind: 'state', strength: 0.9, tells: 'symptom' },
  unschedulable: { kind: 'state', strength: 0.8, tells: 'symptom' },
  claim_volume_occupied: { kind: 'state', strength: 1, tells: 'symptom' },
  claim_access_mode_unmet: { kind: 'state', strength: 1, tells: 'symptom' },
  claim_capacity_unmet: { kind: 'state', strength: 1, tells: 'symptom' },
  claim_selector_unmet: { kind: 'state', strength: 1, tells: 'symptom' },
  claim_storage_class_unmet: { kind: 'state', strength: 1, tells: 'symptom' },
  claim_volume_mode_unmet: { kind: 'state', strength: 1, tells: 'symptom' },
  claim_missing: { kind: 'state', strength: 1, tells: 'symptom' },
  claim_unbound: { kind: 'state', strength: 0.8, tells: 'symptom' },
} as const satisfies FactRows;
