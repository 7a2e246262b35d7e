import type { FactRows } from './row.ts';

/** What is wrong with a node and with what runs on it for the cluster. */
export const infrastructureFacts = {
  kubelet_down: { kind: 'state', strength: 1, tells: 'symptom' },
  container_runtime_down: { kind: 'state', strength: 1, tells: 'symptom' },
  kube_proxy_down: { kind: 'state', strength: 1, tells: 'symptom' },
  scheduler_down: { kind: 'state', strength: 1, tells: 'symptom' },
  node_not_ready: { kind: 'state', strength: 0.8, tells: 'symptom' },
  node_disk_pressure: { kind: 'state', strength: 0.8, tells: 'symptom' },
} as const satisfies FactRows;
