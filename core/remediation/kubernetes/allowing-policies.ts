import * as z from 'zod';
import type { KubernetesObject } from '../../evidence/ports.ts';
import { LabelSelector, type Labels, selects } from './label-selector.ts';

const Policy = z.object({
  spec: z.object({
    podSelector: LabelSelector.optional(),
    policyTypes: z.array(z.enum(['Ingress', 'Egress'])).optional(),
    ingress: z.array(z.unknown()).nullish(),
    egress: z.array(z.unknown()).nullish(),
  }),
});

const Named = z.object({ metadata: z.object({ name: z.string() }) });

/** Whether a policy lets anything in or out of pods with one of these labels. One that is not understood does. */
const allows = (policy: KubernetesObject, pods: readonly Labels[]): boolean => {
  const { data } = Policy.safeParse(policy);
  if (data === undefined) return true;
  const { podSelector = {}, ingress, egress } = data.spec;
  // A rule of a direction that policyTypes leaves out has no effect today; nothing is built on that.
  const rules = (ingress?.length ?? 0) + (egress?.length ?? 0);
  return rules > 0 && pods.some((labels) => selects(podSelector, labels));
};

/**
 * The names of the NetworkPolicies that would go on letting traffic through: policies add up, and one that denies everything
 * takes nothing away from another that allows something.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
 */
export const allowingPolicies = (policies: readonly KubernetesObject[], pods: readonly Labels[]): string[] =>
  policies
    .filter((policy) => allows(policy, pods))
    .map((policy) => Named.safeParse(policy).data?.metadata.name ?? 'one without a name')
    .toSorted();
