import type { FactRows } from './row.ts';

/** Why pods are not created. */
export const admissionFacts = {
  service_account_missing: { kind: 'state', strength: 1, tells: 'symptom' },
  quota_exceeded: { kind: 'state', strength: 0.9, tells: 'symptom' },
} as const satisfies FactRows;
