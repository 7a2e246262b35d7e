import type { Resource } from '../incident/resource.ts';
import type { Pod, ReplicaSet } from './kubernetes-objects.ts';

type Named = { kind: string; name: string };

/**
 * The workload that a pod or a ReplicaSet belongs to. A ReplicaSet that was not listed is recognized by the hash that the
 * Deployment controller puts into its name and into the pod's labels. What belongs to nobody, or to something that is not
 * in the list any more, stands for itself.
 */
export const ownersOf = (namespace: string, replicaSets: readonly ReplicaSet[], pods: readonly Pod[]) => {
  const workload = (named: Named): Resource => ({ kind: named.kind, namespace, name: named.name });
  const ofReplicaSet = (name: string, hash?: string): Resource => {
    const listed = replicaSets.find(({ metadata }) => metadata.name === name);
    const [owner] = listed?.metadata.ownerReferences ?? [];
    if (owner !== undefined) return workload(owner);
    return hash !== undefined && name.endsWith(`-${hash}`)
      ? workload({ kind: 'Deployment', name: name.slice(0, -hash.length - 1) })
      : workload({ kind: 'ReplicaSet', name });
  };
  const ofPod = ({ metadata }: Pod): Resource => {
    const [owner] = metadata.ownerReferences ?? [];
    if (owner === undefined) return workload({ kind: 'Pod', name: metadata.name });
    return owner.kind === 'ReplicaSet'
      ? ofReplicaSet(owner.name, metadata.labels?.['pod-template-hash'])
      : workload(owner);
  };
  const ofNamed = (named: Named): Resource => {
    const pod = named.kind === 'Pod' ? pods.find(({ metadata }) => metadata.name === named.name) : undefined;
    if (pod !== undefined) return ofPod(pod);
    return named.kind === 'ReplicaSet' ? ofReplicaSet(named.name) : workload(named);
  };
  return { ofPod, ofNamed };
};
