import type { Fact } from '../../evidence/facts.ts';
import { type CategoryRule, rule } from './category-rule.ts';

const notStarting: readonly Fact[] = ['replicas_unavailable'];
/** Where pods or Services are missing, these are seen elsewhere: on the workload that lacks them. */
const consequences: readonly string[] = ['pending_pod', 'deployment_rollout_stuck', 'volume_claim_missing'];

const quota = (of: string, fact: Fact, because: string): CategoryRule =>
  rule({
    category: `namespace_${of}_quota_exceeded`,
    proof: [fact],
    confidence: 0.95,
    explains: ['resource_quota_exceeded'],
    explainsElsewhere: consequences,
    because,
    says: (name, { summary }) => `${name}: ${because}: ${summary}`,
  });

/** Pods or Services are refused. From the one that proves most to the vaguest. */
export const admissionRules: readonly CategoryRule[] = [
  rule({
    category: 'missing_service_account',
    proof: ['service_account_missing'],
    support: notStarting,
    confidence: 0.95,
    explains: ['deployment_rollout_stuck'],
    because: 'pods cannot be created because their service account does not exist',
  }),
  quota('cpu', 'cpu_quota_exceeded', 'pods are refused because the CPU allowed in the namespace is used up'),
  quota('memory', 'memory_quota_exceeded', 'pods are refused because the memory allowed in the namespace is used up'),
  quota('pod', 'pod_quota_exceeded', 'pods are refused because the namespace holds as many as it may'),
  quota('service', 'service_quota_exceeded', 'a Service is missing and the namespace holds as many as it may'),
  rule({
    category: 'namespace_service_quota_exceeded',
    proof: ['service_quota_full'],
    confidence: 0.5,
    because: 'the namespace holds as many Services as it may; none is known to be missing',
  }),
  quota('storage', 'storage_quota_exceeded', 'a claim is missing that the storage quota of the namespace refuses'),
  rule({
    category: 'resource_quota_exceeded',
    proof: ['quota_exceeded', 'quota_wants_requests'],
    support: notStarting,
    confidence: 0.85,
    explains: ['deployment_rollout_stuck'],
    because: 'pods cannot be created because a quota of the namespace refuses them',
    says: (name, { summary }) => `${name}: ${summary}`,
  }),
  rule({
    category: 'pod_admission_denied',
    proof: ['pod_creation_denied'],
    support: notStarting,
    confidence: 0.9,
    explains: ['deployment_rollout_stuck'],
    because: 'a policy or an admission webhook refuses the pods',
    says: (name, { summary }) => `${name}: ${summary}`,
  }),
];
