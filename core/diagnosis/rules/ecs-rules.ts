import type { Fact } from '../../evidence/facts.ts';
import { type CategoryRule, rule } from './category-rule.ts';

const kinds = ['EcsService'];
const failing: readonly Fact[] = ['tasks_failed', 'replicas_unavailable'];
const consequences = ['crash_loop', 'probe_failure', 'deployment_rollout_stuck'];
const stuck = ['image_pull_backoff', 'deployment_rollout_stuck'];

/** Why tasks of an ECS service end. From the one that proves most to the vaguest. */
export const ecsRules: readonly CategoryRule[] = [
  rule({
    category: 'oom_killed',
    kinds,
    proof: ['task_oom_killed'],
    support: [...failing, 'memory_saturated', 'log_out_of_memory', 'task_killed'],
    confidence: 0.9,
    explains: consequences,
    because: 'ECS reports a container that was killed because it used more memory than it may',
  }),
  rule({
    category: 'oom_killed',
    kinds,
    proof: ['task_killed'],
    with: ['memory_saturated', 'log_out_of_memory'],
    support: failing,
    confidence: 0.75,
    explains: consequences,
    because: 'a container was killed (exit code 137) while its memory was used up',
  }),
  rule({
    category: 'incorrect_image_reference',
    kinds,
    proof: ['task_image_not_found'],
    support: failing,
    confidence: 0.9,
    explains: stuck,
    because: 'the registry answers that the image of a task does not exist',
  }),
  rule({
    category: 'missing_image_pull_secret',
    kinds,
    proof: ['task_image_denied'],
    support: failing,
    confidence: 0.85,
    explains: stuck,
    because: 'the registry refuses the pull for lack of credentials or of a permission of the execution role',
  }),
  rule({
    category: 'image_registry_dns_failure',
    kinds,
    proof: ['task_registry_unresolved'],
    support: failing,
    confidence: 0.9,
    explains: stuck,
    because: 'the name of the image registry does not resolve',
  }),
  rule({
    category: 'image_pull_backoff',
    kinds,
    proof: ['task_image_failed'],
    support: failing,
    confidence: 0.6,
    explains: ['deployment_rollout_stuck'],
    because: 'the image of a task cannot be pulled and no message says why',
  }),
  rule({
    category: 'missing_secret_binding',
    kinds,
    proof: ['task_secret_missing'],
    support: failing,
    confidence: 0.9,
    explains: ['deployment_rollout_stuck'],
    because: 'a task cannot be set up because a secret or parameter that it refers to does not exist',
  }),
  rule({
    category: 'pending_pod',
    kinds,
    proof: ['task_unplaced'],
    support: failing,
    confidence: 0.6,
    explains: ['deployment_rollout_stuck'],
    because: 'there is no capacity for its tasks',
  }),
  rule({
    category: 'probe_failure',
    kinds,
    proof: ['task_unhealthy'],
    support: failing,
    confidence: 0.55,
    explains: ['deployment_rollout_stuck'],
    because: 'tasks fail their health checks and nothing seen says why',
  }),
  rule({
    category: 'crash_loop',
    kinds,
    proof: ['task_exited', 'task_killed'],
    support: failing,
    confidence: 0.55,
    explains: ['probe_failure', 'deployment_rollout_stuck'],
    because: 'its tasks end by themselves and nothing seen says why',
  }),
  rule({
    category: 'deployment_rollout_stuck',
    kinds,
    proof: ['task_role_denied'],
    support: failing,
    confidence: 0.7,
    because: 'its tasks cannot start: a role is not allowed what they need at the start',
  }),
  rule({
    category: 'deployment_rollout_stuck',
    kinds,
    proof: ['task_network_failed', 'task_start_failed'],
    support: failing,
    confidence: 0.55,
    because: 'its tasks cannot start: the network or the runtime does not set them up',
  }),
];
