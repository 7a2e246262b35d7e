import { type CategoryRule, rule } from './category-rule.ts';

/** An AWS resource is at its limit, fails, or was changed. From the one that proves most to the vaguest. */
export const awsRules: readonly CategoryRule[] = [
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
];
