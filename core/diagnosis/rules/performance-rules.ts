import { type CategoryRule, rule } from './category-rule.ts';

/** It works, but slowly. From the one that proves most to the vaguest. */
export const performanceRules: readonly CategoryRule[] = [
  rule({
    category: 'pod_cpu_overload',
    kinds: ['EcsService', 'Deployment', 'StatefulSet', 'DaemonSet', 'Pod'],
    proof: ['cpu_saturated'],
    support: ['latency_high', 'autoscaler_at_max'],
    confidence: 0.7,
    because: 'it uses all the CPU it may use',
  }),
];
