import { PreconditionFailed } from '../../../core/remediation/errors.ts';
import type { KubernetesObject } from '../../../core/evidence/ports.ts';
import { type DenyAllPolicy, policyPrefix } from '../../../core/remediation/kubernetes/deny-all.ts';
import { type Labels, selects } from '../../../core/remediation/kubernetes/label-selector.ts';
import type { KubernetesWriter } from '../../../core/remediation/kubernetes/port.ts';
import { kubernetesTime, uid } from '../names.ts';

/** A policy with the time in which it was there. */
type Kept = { policy: DenyAllPolicy; uid: string; resourceVersion: string; since: Date; until?: Date };

export type Policies = Pick<KubernetesWriter, 'createPolicy' | 'deletePolicy'> & {
  list(namespace: string): KubernetesObject[];
  /** Since when no pod with these labels can be reached or reach anything; undefined while one can. */
  deniedSince(namespace: string, labels: Labels, t: Date): Date | undefined;
};

/** For a part of a cluster that keeps no policies: there is none to make or to delete. */
export const noPolicies: Pick<KubernetesWriter, 'createPolicy' | 'deletePolicy'> = {
  createPolicy: () => Promise.reject(new PreconditionFailed('this part of the cluster keeps no NetworkPolicies')),
  deletePolicy: () => Promise.reject(new PreconditionFailed('this part of the cluster keeps no NetworkPolicies')),
};

const shown = ({ policy, resourceVersion, since, ...one }: Kept): KubernetesObject => ({
  ...structuredClone(policy),
  metadata: {
    ...structuredClone(policy.metadata),
    uid: one.uid,
    resourceVersion,
    generation: 1,
    creationTimestamp: kubernetesTime(since),
  },
});

/** The NetworkPolicies of a simulated cluster, with the API server's preconditions; what was deleted is remembered. */
export const simulatedPolicies = (now: () => Date): Policies => {
  const kept: Kept[] = [];
  const live = (namespace: string): Kept[] =>
    kept.filter(({ policy, until }) => until === undefined && policy.metadata.namespace === namespace);
  const thereAt = ({ since, until }: Kept, t: Date): boolean => since <= t && (until === undefined || t < until);
  return {
    async createPolicy(policy) {
      const { namespace, name } = policy.metadata;
      if (!name.startsWith(policyPrefix)) throw new PreconditionFailed(`NetworkPolicy ${name} is not admitted`);
      if (live(namespace).some((one) => one.policy.metadata.name === name)) {
        throw new PreconditionFailed(`NetworkPolicy ${namespace}/${name} exists already`);
      }
      const made: Kept = {
        policy: structuredClone(policy),
        uid: uid(`NetworkPolicy/${namespace}/${name} ${kept.length}`),
        resourceVersion: String(2000 + kept.length),
        since: now(),
      };
      kept.push(made);
      return shown(made);
    },
    async deletePolicy({ namespace, name }, version) {
      const found = live(namespace).find(({ policy }) => policy.metadata.name === name);
      if (found === undefined) throw new PreconditionFailed(`there is no NetworkPolicy ${namespace}/${name}`);
      if (found.uid !== version.uid || found.resourceVersion !== version.resourceVersion) {
        throw new PreconditionFailed(`NetworkPolicy ${namespace}/${name} is another one by now`);
      }
      found.until = now();
    },
    list: (namespace) => live(namespace).map(shown),
    deniedSince: (namespace, labels, t) =>
      kept
        .filter((one) => one.policy.metadata.namespace === namespace && thereAt(one, t))
        .filter(({ policy }) => selects(policy.spec.podSelector, labels))
        .map(({ since }) => since)
        .toSorted((a, b) => a.getTime() - b.getTime())[0],
  };
};
