import { type CategoryRule, rule } from './category-rule.ts';

/** Calls are slow: whose fault it is. From the one that proves most to the vaguest. */
export const networkRules: readonly CategoryRule[] = [
  rule({
    category: 'pod_cpu_overload',
    proof: ['cpu_limit_reached'],
    support: ['cpu_saturated', 'latency_high'],
    confidence: 0.85,
    because: 'it uses all the CPU it may use',
  }),
  rule({
    category: 'node_network_packet_loss',
    proof: ['node_loses_packets'],
    confidence: 0.85,
    explainsElsewhere: ['pod_network_delay', 'node_network_delay'],
    because: 'what its pods send is lost and sent again',
  }),
  rule({
    category: 'node_network_delay',
    proof: ['node_network_slow'],
    confidence: 0.8,
    because: 'calls to and from its pods are slow, and it is short of nothing',
  }),
  rule({
    category: 'pod_network_delay',
    proof: ['workload_network_slow'],
    confidence: 0.8,
    because: 'calls to and from it are slow, and it is short of nothing',
  }),
];
