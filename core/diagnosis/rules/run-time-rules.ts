import type { Fact } from '../../evidence/facts.ts';
import type { Signal } from '../../evidence/signal.ts';
import { type CategoryRule, rule } from './category-rule.ts';

const crashing: readonly Fact[] = ['crash_loop', 'container_failed', 'restarts_rising', 'replicas_unavailable'];
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

/** A container runs, or did, and is ended. From the one that proves most to the vaguest. */
export const runTimeRules: readonly CategoryRule[] = [
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
    proof: ['log_out_of_memory'],
    with: ['container_killed', 'crash_loop', 'container_failed', 'restarts_rising'],
    confidence: 0.8,
    because: 'a container ends, and its logs say that it had no memory left',
    says: (name, { summary }) => `memory exhaustion of ${name}: ${summary}`,
  }),
  rule({
    ...memory,
    proof: ['container_killed'],
    confidence: 0.65,
    because: 'a container with a memory limit was killed (exit code 137) and no probe did it',
    says: (name, { summary }) => `memory exhaustion of ${name} is likely: ${summary}`,
  }),
  rule({
    ...memory,
    proof: ['oom_kill_alarm'],
    confidence: 0.7,
    because: 'the alarm counts containers that were killed for memory; the pod itself was not seen',
    says: (name) => `memory exhaustion of ${name}: the alarm counts containers killed at their memory limit`,
  }),
  rule({
    category: 'deployment_zero_replicas',
    proof: ['replicas_zero'],
    confidence: 0.92,
    because: 'the Deployment is scaled to zero',
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
    proof: ['liveness_failing'],
    support: crashing,
    confidence: 0.6,
    explains: ['crash_loop', 'deployment_rollout_stuck'],
    because: 'a liveness or startup probe fails, for which the kubelet ends the container, and nothing seen says why',
  }),
  rule({
    category: 'probe_failure',
    proof: ['readiness_failing'],
    support: crashing,
    confidence: 0.5,
    because: 'a probe fails and nothing seen says why',
  }),
  rule({
    category: 'deployment_rollout_stuck',
    proof: ['rollout_stuck'],
    support: ['replicas_unavailable', 'readiness_failing'],
    confidence: 0.7,
    because: 'a new version does not become ready in the time a rollout may take',
    says: (name, { summary }) => `${name}: ${summary}`,
  }),
  rule({
    category: 'deployment_rollout_stuck',
    proof: ['replicas_unavailable'],
    confidence: 0.3,
    because: 'replicas do not become ready and nothing seen says why',
  }),
];
