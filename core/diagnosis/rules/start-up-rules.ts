import type { Fact } from '../../evidence/facts.ts';
import { type CategoryRule, rule } from './category-rule.ts';

const notStarting: readonly Fact[] = ['replicas_unavailable'];

/** A container cannot be started. From the one that proves most to the vaguest. */
export const startUpRules: readonly CategoryRule[] = [
  rule({
    category: 'incorrect_image_reference',
    proof: ['image_not_found'],
    support: notStarting,
    confidence: 0.9,
    explains: ['image_pull_backoff', 'deployment_rollout_stuck'],
    because: 'the registry answers that the image does not exist',
  }),
  rule({
    category: 'missing_image_pull_secret',
    proof: ['image_pull_denied'],
    support: notStarting,
    confidence: 0.85,
    explains: ['image_pull_backoff', 'deployment_rollout_stuck'],
    because: 'the registry refuses the pull for lack of credentials',
  }),
  rule({
    category: 'image_registry_dns_failure',
    proof: ['image_registry_unresolved'],
    support: notStarting,
    confidence: 0.9,
    explains: ['image_pull_backoff', 'deployment_rollout_stuck'],
    because: 'the name of the image registry does not resolve',
  }),
  rule({
    category: 'image_pull_backoff',
    proof: ['image_pull_failed'],
    support: notStarting,
    confidence: 0.6,
    explains: ['deployment_rollout_stuck'],
    because: 'the image cannot be pulled and no message says why',
  }),
  rule({
    category: 'missing_secret_binding',
    proof: ['secret_missing'],
    support: notStarting,
    confidence: 0.9,
    explains: ['deployment_rollout_stuck'],
    because: 'a container cannot be set up because a Secret it refers to does not exist',
  }),
];
