import type { FactRows } from './row.ts';

/**
 * Probes and addresses that lead to the wrong place. The detectors weigh each finding: the usual strength is that of
 * proof.
 */
export const routingFacts = {
  liveness_port_unserved: { kind: 'state', strength: 1, tells: 'symptom' },
  liveness_protocol_unspoken: { kind: 'state', strength: 1, tells: 'symptom' },
  liveness_gives_up_early: { kind: 'state', strength: 1, tells: 'symptom' },
  readiness_port_unserved: { kind: 'state', strength: 1, tells: 'symptom' },
  readiness_protocol_unspoken: { kind: 'state', strength: 1, tells: 'symptom' },
  service_selects_nothing: { kind: 'state', strength: 1, tells: 'symptom' },
  service_port_unserved: { kind: 'state', strength: 1, tells: 'symptom' },
  service_transport_mismatch: { kind: 'state', strength: 1, tells: 'symptom' },
  dependency_address_wrong: { kind: 'state', strength: 1, tells: 'symptom' },
  database_port_wrong: { kind: 'state', strength: 1, tells: 'symptom' },
  route_misdirected: { kind: 'state', strength: 1, tells: 'symptom' },
  cluster_names_unresolvable: { kind: 'state', strength: 1, tells: 'symptom' },
  names_unresolved: { kind: 'log', strength: 1, tells: 'symptom' },
  traffic_denied: { kind: 'state', strength: 1, tells: 'symptom' },
  name_server_down: { kind: 'state', strength: 0.9, tells: 'symptom' },
} as const satisfies FactRows;
