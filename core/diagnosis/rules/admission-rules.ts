import type { Fact } from '../../evidence/facts.ts';
import { type CategoryRule, rule } from './category-rule.ts';

const notStarting: readonly Fact[] = ['replicas_unavailable'];

/** Pods or Services are refused. From the one that proves most to the vaguest. */
export const admissionRules: readonly CategoryRule[] = [
  rule({
    category: 'missing_service_account',
    proof: ['service_account_missing'],
    support: notStarting,
    confidence: 0.9,
    explains: ['deployment_rollout_stuck'],
    because: 'pods cannot be created because their service account does not exist',
  }),
  rule({
    category: 'resource_quota_exceeded',
    proof: ['quota_exceeded'],
    support: notStarting,
    confidence: 0.8,
    explains: ['deployment_rollout_stuck'],
    because: 'pods cannot be created because a quota of the namespace is used up',
  }),
];
