import type { Fact } from '../../evidence/facts.ts';
import { type CategoryRule, rule } from './category-rule.ts';

const notStarting: readonly Fact[] = ['replicas_unavailable'];

/** A pod finds no node or no volume. From the one that proves most to the vaguest. */
export const schedulingRules: readonly CategoryRule[] = [
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
];
