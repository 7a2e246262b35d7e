import type { Fact } from '../../evidence/facts.ts';
import { type CategoryRule, rule } from './category-rule.ts';

const waiting: readonly Fact[] = ['replicas_unavailable', 'unschedulable'];

/** A fact of the scheduling family means one cause; what the finding says is the best summary. */
const noPlace = (category: string, proof: Fact, confidence: number, because: string): CategoryRule =>
  rule({
    category,
    proof: [proof],
    support: waiting,
    confidence,
    explains: ['pending_pod', 'deployment_rollout_stuck'],
    because,
    says: (name, { summary }) => `${name}: ${because}: ${summary}`,
  });

/** A pod finds no node or no volume. From the one that proves most to the vaguest. */
export const schedulingRules: readonly CategoryRule[] = [
  noPlace('node_selector_mismatch', 'node_selector_unmatched', 0.93, 'no node has the label it selects'),
  noPlace('node_affinity_mismatch', 'node_affinity_unmatched', 0.93, 'no node meets its required affinity'),
  noPlace('node_cordon_mismatch', 'nodes_cordoned', 0.92, 'the nodes for it are cordoned'),
  noPlace(
    'taint_toleration_mismatch',
    'taint_untolerated',
    0.93,
    'it does not tolerate the taints of the nodes for it',
  ),
  noPlace('pod_anti_affinity_conflict', 'anti_affinity_conflict', 0.93, 'its anti-affinity leaves no node'),
  noPlace('cpu_capacity_mismatch', 'insufficient_cpu', 0.93, 'no node has the CPU it asks for'),
  noPlace('memory_capacity_mismatch', 'insufficient_memory', 0.93, 'no node has the memory it asks for'),
  noPlace('pod_affinity_mismatch', 'pod_affinity_unmet', 0.92, 'no node holds the pods that it must be near'),
  noPlace('topology_spread_conflict', 'topology_spread_unmet', 0.92, 'its spread over zones or nodes leaves no node'),
  noPlace('host_port_conflict', 'host_port_taken', 0.92, 'the host port it wants is taken on every node'),
  noPlace('node_resource_mismatch', 'node_resource_exhausted', 0.92, 'no node has the resource it asks for'),
  noPlace('volume_zone_conflict', 'volume_out_of_reach', 0.92, 'its volume cannot be reached from the nodes for it'),
  noPlace('pv_binding_occupied', 'claim_volume_occupied', 0.95, 'the volume for its claim belongs to another'),
  noPlace('pvc_access_mode_mismatch', 'claim_access_mode_unmet', 0.95, 'no volume offers the access mode it claims'),
  noPlace('pvc_capacity_mismatch', 'claim_capacity_unmet', 0.95, 'no volume has the space it claims'),
  noPlace('pvc_selector_mismatch', 'claim_selector_unmet', 0.95, 'no volume has the labels that its claim selects'),
  noPlace(
    'pvc_storage_class_mismatch',
    'claim_storage_class_unmet',
    0.95,
    'its claim names a storage class that does not fit',
  ),
  noPlace('pvc_volume_mode_mismatch', 'claim_volume_mode_unmet', 0.95, 'no volume has the mode that it claims'),
  noPlace('volume_claim_missing', 'claim_missing', 0.88, 'the claim it refers to does not exist'),
  rule({
    category: 'pending_pod',
    proof: ['unschedulable', 'claim_unbound'],
    support: waiting,
    confidence: 0.6,
    explains: ['deployment_rollout_stuck'],
    because: 'the scheduler finds no node for the pod',
  }),
];
