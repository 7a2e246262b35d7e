import type { FactRows } from './row.ts';

/** Why pods, Services and claims are not created. */
export const admissionFacts = {
  service_account_missing: { kind: 'state', strength: 1, tells: 'symptom' },
  cpu_quota_exceeded: { kind: 'state', strength: 1, tells: 'symptom' },
  memory_quota_exceeded: { kind: 'state', strength: 1, tells: 'symptom' },
  pod_quota_exceeded: { kind: 'state', strength: 1, tells: 'symptom' },
  service_quota_exceeded: { kind: 'state', strength: 1, tells: 'symptom' },
  storage_quota_exceeded: { kind: 'state', strength: 1, tells: 'symptom' },
  quota_exceeded: { kind: 'state', strength: 0.9, tells: 'symptom' },
  quota_wants_requests: { kind: 'state', strength: 0.9, tells: 'symptom' },
  pod_creation_denied: { kind: 'state', strength: 0.9, tells: 'symptom' },
  service_quota_full: { kind: 'state', strength: 0.5, tells: 'context' },
} as const satisfies FactRows;
