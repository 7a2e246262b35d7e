import { type CategoryRule, rule } from './category-rule.ts';

/** What a node takes with it when it fails. */
const consequences = [
  'crash_loop',
  'probe_failure',
  'deployment_rollout_stuck',
  'pending_pod',
  'node_not_ready',
] as const;

/** Something below the workloads fails. From the one that proves most to the vaguest. */
export const infrastructureRules: readonly CategoryRule[] = [
  rule({
    category: 'containerd_unavailable',
    proof: ['container_runtime_down'],
    support: ['node_not_ready'],
    confidence: 0.93,
    explains: ['kubelet_unavailable'],
    explainsElsewhere: consequences,
    because: 'its container runtime does not run',
  }),
  rule({
    category: 'kubelet_unavailable',
    proof: ['kubelet_down'],
    support: ['node_not_ready'],
    confidence: 0.93,
    explainsElsewhere: consequences,
    because: 'its kubelet does not run or no longer reports',
  }),
  rule({
    category: 'kube_scheduler_unavailable',
    proof: ['scheduler_down'],
    confidence: 0.93,
    explainsElsewhere: ['pending_pod', 'deployment_rollout_stuck'],
    because: 'the scheduler does not run, so new pods get no node',
  }),
  rule({
    category: 'kube_proxy_unavailable',
    proof: ['kube_proxy_down'],
    confidence: 0.93,
    explainsElsewhere: ['crash_loop', 'probe_failure', 'deployment_rollout_stuck'],
    because: 'no Service can be reached from it because kube-proxy does not run',
  }),
  rule({
    category: 'storage_full',
    proof: ['node_disk_pressure'],
    confidence: 0.75,
    because: 'its kubelet reports that its disk is full',
  }),
  rule({
    category: 'node_not_ready',
    proof: ['node_not_ready'],
    confidence: 0.7,
    // What runs on a node is told of its workload, wherever the alarm is.
    anywhere: true,
    explainsElsewhere: ['crash_loop', 'probe_failure', 'deployment_rollout_stuck', 'pending_pod'],
    because: 'it is not ready and nothing seen says why',
  }),
];
