import type { Fact } from '../../evidence/facts.ts';
import { type CategoryRule, rule } from './category-rule.ts';

const notStarting: readonly Fact[] = ['replicas_unavailable'];

/** A container cannot be started. From the one that proves most to the vaguest. */
export const startUpRules: readonly CategoryRule[] = [
  rule({
    category: 'incorrect_image_reference',
    proof: ['image_not_found'],
    support: notStarting,
    confidence: 0.95,
    explains: ['image_pull_backoff', 'deployment_rollout_stuck'],
    because: 'the registry answers that the image does not exist',
  }),
  rule({
    category: 'missing_image_pull_secret',
    proof: ['image_pull_denied'],
    support: [...notStarting, 'pull_secret_missing'],
    confidence: 0.92,
    explains: ['image_pull_backoff', 'deployment_rollout_stuck'],
    because: 'the registry refuses the pull for lack of credentials',
  }),
  rule({
    category: 'image_registry_dns_failure',
    proof: ['image_registry_unresolved'],
    support: notStarting,
    confidence: 0.95,
    explains: ['image_pull_backoff', 'deployment_rollout_stuck'],
    because: 'the name of the image registry does not resolve',
  }),
  rule({
    category: 'missing_image_pull_secret',
    proof: ['image_pull_failed'],
    with: ['pull_secret_missing'],
    support: notStarting,
    confidence: 0.9,
    explains: ['image_pull_backoff', 'deployment_rollout_stuck'],
    because: 'the Secret with the credentials of the registry does not exist',
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
    support: ['replicas_unavailable', 'container_config_failed'],
    confidence: 0.93,
    explains: ['container_config_error', 'volume_mount_failed', 'deployment_rollout_stuck'],
    because: 'a container cannot be set up because a Secret it refers to does not exist',
    says: (name, { summary }) => `${name}: ${summary}`,
  }),
  rule({
    category: 'missing_config_map',
    proof: ['config_map_missing'],
    support: ['replicas_unavailable', 'container_config_failed'],
    confidence: 0.93,
    explains: ['container_config_error', 'volume_mount_failed', 'deployment_rollout_stuck'],
    because: 'a container cannot be set up because a ConfigMap it refers to does not exist',
    says: (name, { summary }) => `${name}: ${summary}`,
  }),
  rule({
    category: 'volume_mount_permission_denied',
    proof: ['volume_access_denied'],
    support: ['replicas_unavailable', 'crash_loop', 'container_failed'],
    confidence: 0.91,
    explains: [
      'crash_loop',
      'probe_failure',
      'container_config_error',
      'volume_mount_failed',
      'deployment_rollout_stuck',
    ],
    because: 'a process may not use the files of a volume it was given',
    says: (name, { summary }) => `${name}: ${summary}`,
  }),
  rule({
    category: 'volume_mount_failed',
    proof: ['volume_mount_failed'],
    support: notStarting,
    confidence: 0.7,
    explains: ['deployment_rollout_stuck'],
    because: 'a volume cannot be mounted',
    says: (name, { summary }) => `${name}: ${summary}`,
  }),
  rule({
    category: 'container_config_error',
    proof: ['container_config_failed'],
    support: notStarting,
    confidence: 0.6,
    explains: ['deployment_rollout_stuck'],
    because: 'a container cannot be set up and nothing seen says why',
  }),
];
