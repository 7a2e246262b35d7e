import * as z from 'zod';
import type { KubernetesObject } from '../../evidence/ports.ts';
import type { Resource } from '../../incident/resource.ts';
import { LabelSelector } from './label-selector.ts';

/** What the names of our NetworkPolicies begin with: docs/eks/admission-policy.yaml admits no others. */
export const policyPrefix = 'sovereign-ops-quarantine-';

const managedBy = { 'app.kubernetes.io/managed-by': 'sovereign-ops' } as const;
/** Both directions and no rule for either: nothing is let in or out. */
const bothWays = ['Ingress', 'Egress'] as const;

/** The only NetworkPolicy that is ever made: one that lets nothing through, for the pods of a selector. */
export type DenyAllPolicy = {
  apiVersion: 'networking.k8s.io/v1';
  kind: 'NetworkPolicy';
  metadata: { namespace: string; name: string; labels: Record<string, string> };
  spec: { podSelector: LabelSelector; policyTypes: ['Ingress', 'Egress'] };
};

export const denyAllPolicy = (
  { namespace, name }: { namespace: string; name: string },
  podSelector: LabelSelector,
): DenyAllPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { namespace, name, labels: { ...managedBy } },
  spec: { podSelector, policyTypes: [...bothWays] },
});

export const policyResource = (namespace: string, name: string): Resource => ({
  kind: 'NetworkPolicy',
  namespace,
  name,
});

/** Strict: a policy with a rule, or with anything else that is not understood, is none of ours. */
const DenyAll = z.object({
  metadata: z.object({ labels: z.looseObject({ 'app.kubernetes.io/managed-by': z.literal('sovereign-ops') }) }),
  spec: z.strictObject({
    podSelector: LabelSelector,
    policyTypes: z
      .array(z.enum(bothWays))
      .length(2)
      .refine((types) => new Set(types).size === 2),
    ingress: z.tuple([]).optional(),
    egress: z.tuple([]).optional(),
  }),
});

/** The selector of a policy that lets nothing through and is ours; undefined for any other. */
export const deniedSelector = (policy: KubernetesObject): LabelSelector | undefined =>
  DenyAll.safeParse(policy).data?.spec.podSelector;
