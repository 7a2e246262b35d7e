import type { KubernetesReader } from '../../core/evidence/ports.ts';
import type { Resource } from '../../core/incident/resource.ts';
import { PreconditionFailed } from '../../core/remediation/errors.ts';
import { resourceKey } from '../../core/incident/resource.ts';
import { noPolicies } from './intrusions/policies.ts';
import type { KubernetesWriter } from '../../core/remediation/kubernetes/port.ts';

/** One cluster of several simulated parts, each with objects of its own. */
export const joinedReader = (parts: readonly KubernetesReader[]): KubernetesReader => ({
  async get(target) {
    const found = await Promise.all(parts.map((part) => part.get(target)));
    return found.find((object) => object !== undefined);
  },
  list: async (kind, namespace) => (await Promise.all(parts.map((part) => part.list(kind, namespace)))).flat(),
});

/** The same, to be changed: a patch goes to the part that has the object, NetworkPolicies to the one that keeps them. */
export const joinedWriter = (
  parts: readonly KubernetesWriter[],
  policies: Pick<KubernetesWriter, 'createPolicy' | 'deletePolicy'> = noPolicies,
): KubernetesWriter => {
  const holderOf = async (target: Resource): Promise<KubernetesWriter> => {
    for (const part of parts) if ((await part.get(target)) !== undefined) return part;
    throw new PreconditionFailed(`the cluster has no ${resourceKey(target)}`);
  };
  return {
    ...joinedReader(parts),
    patch: async (target, operations) => (await holderOf(target)).patch(target, operations),
    createPolicy: policies.createPolicy,
    deletePolicy: policies.deletePolicy,
  };
};
