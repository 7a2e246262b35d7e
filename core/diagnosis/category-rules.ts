import type { Fact } from '../evidence/facts.ts';
import type { Signal } from '../evidence/signal.ts';

export type CategoryRule = {
  category: string;
  /** One of these proves the category for the resource it is told of. */
  proof: readonly Fact[];
  /** One of these, too, must be seen on the same resource; none needed where it is left out. */
  with?: readonly Fact[];
  /** Only for these kinds of resources; for every kind where it is left out. */
  kinds?: readonly string[];
  /** These make it more likely when they are seen on the same resource, and are cited with it. */
  support: readonly Fact[];
  /** Confidence by the proof alone. */
  confidence: number;
  /** Causes on the same resource that are only consequences of this one. */
  explains: readonly string[];
  /** Why the facts mean this. */
  because: string;
  says(name: string, proof: Signal): string;
};

const simple = (because: string) => (name: string) => `${name}: ${because}`;
const rule = (row: Omit<CategoryRule, 'says' | 'support' | 'explains'> & Partial<CategoryRule>): CategoryRule => ({
  support: [],
  explains: [],
  says: simple(row.because),
  ...row,
});

const crashing: readonly Fact[] = ['crash_loop', 'container_failed', 'restarts_rising', 'replicas_unavailable'];
const notStarting: readonly Fact[] = ['replicas_unavailable'];

const memoryLimit = ({ data }: Signal): string =>
  data.memoryLimit === undefined ? '' : ` of ${String(data.memoryLimit)}`;
const container = ({ data }: Signal): string =>
  data.container === undefined ? '' : `container ${String(data.container)} `;

const memory = {
  category: 'oom_killed',
  support: [
    'oom_kill_alarm',
    'memory_saturated',
    'log_out_of_memory',
    'crash_loop',
    'restarts_rising',
    'replicas_unavailable',
    'latency_high',
  ],
  explains: ['crash_loop', 'probe_failure', 'deployment_rollout_stuck'],
} as const;

/** From the one that proves most to the vaguest. A new cause is a row here, its facts are rows of core/evidence. */
export const categoryRules: readonly CategoryRule[] = [
  rule({
    ...memory,
    proof: ['oom_killed'],
    confidence: 0.9,
    because: 'the kernel ended a container at its memory limit; nothing else gives this reason',
    says: (name, proof) =>
      `memory exhaustion of ${name}: ${container(proof)}reached its limit${memoryLimit(proof)} and was killed`,
  }),
  rule({
    ...memory,
    proof: ['oom_kill_alarm'],
    confidence: 0.7,
    because: 'the alarm counts containers that were killed for memory; the pod itself was not seen',
    says: (name) => `memory exhaustion of ${name}: the alarm counts containers killed at their memory limit`,
  }),
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
  rule({
    category: 'deployment_zero_replicas',
    proof: ['replicas_zero'],
    confidence: 0.8,
    because: 'the Deployment is scaled to zero',
  }),
  rule({
    category: 'cpu_capacity_mismatch',
    proof: ['insufficient_cpu'],
    support: notStarting,
    confidence: 0.8,
    explains: ['pending_pod', 'deployment_rollout_stuck'],
    because: 'no node has the CPU that the pod asks for',
  }),
  rule({
    category: 'memory_capacity_mismatch',
    proof: ['insufficient_memory'],
    support: notStarting,
    confidence: 0.8,
    explains: ['pending_pod', 'deployment_rollout_stuck'],
    because: 'no node has the memory that the pod asks for',
  }),
  rule({
    category: 'pending_pod',
    proof: ['unschedulable'],
    support: notStarting,
    confidence: 0.6,
    explains: ['deployment_rollout_stuck'],
    because: 'the scheduler finds no node for the pod',
  }),
  rule({
    category: 'gateway_unreachable',
    proof: ['gateway_probe_failed'],
    support: ['alarm_fired'],
    confidence: 0.75,
    because: 'probes of the gateway address that it holds get no answer',
  }),
  rule({
    category: 'storage_full',
    proof: ['storage_saturated'],
    confidence: 0.85,
    because: 'the metric of its storage is beyond the limit of the runbook',
    says: (name, { summary }) => `${name} is running out of storage: ${summary}`,
  }),
  rule({
    category: 'request_overload',
    proof: ['requests_throttled'],
    confidence: 0.7,
    because: 'requests are turned away because it handles as many at a time as it may',
    says: (name, { summary }) => `${name} gets more requests than it may handle at a time: ${summary}`,
  }),
  rule({
    category: 'bad_deployment',
    proof: ['errors_high'],
    with: ['deployment_started'],
    support: ['tasks_failed', 'replicas_unavailable', 'latency_high', 'log_error'],
    confidence: 0.8,
    explains: ['pod_cpu_overload', 'crash_loop', 'probe_failure', 'deployment_rollout_stuck'],
    because: 'errors rose right after a new version began to run',
  }),
  rule({
    category: 'pod_cpu_overload',
    kinds: ['EcsService', 'Deployment', 'StatefulSet', 'DaemonSet', 'Pod'],
    proof: ['cpu_saturated'],
    support: ['latency_high', 'autoscaler_at_max'],
    confidence: 0.7,
    because: 'it uses all the CPU it may use',
  }),
  rule({
    category: 'crash_loop',
    proof: ['crash_loop'],
    support: crashing,
    confidence: 0.55,
    explains: ['deployment_rollout_stuck'],
    because: 'a container ends again and again and nothing seen says why',
  }),
  rule({
    category: 'probe_failure',
    proof: ['liveness_failing', 'readiness_failing'],
    support: crashing,
    confidence: 0.5,
    because: 'a probe fails and nothing seen says why',
  }),
  rule({
    category: 'deployment_rollout_stuck',
    proof: ['replicas_unavailable'],
    confidence: 0.3,
    because: 'replicas do not become ready and nothing seen says why',
  }),
];
