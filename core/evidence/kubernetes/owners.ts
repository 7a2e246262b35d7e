import type { Resource } from '../../incident/resource.ts';
import type { Pod, Workload } from './objects.ts';

type Named = { kind: string; name: string };
/** The lists that say who owns whom. */
export type Listed = Record<'Pod', Pod[]> &
  Record<'ReplicaSet' | 'Deployment' | 'StatefulSet' | 'DaemonSet', Workload[]>;
export type Owners = {
  /** The workload a pod belongs to. */
  ofPod(pod: Pod): Resource;
  /** The workload that something named, a pod or a ReplicaSet perhaps, belongs to; anything else stands for itself. */
  ofNamed(named: Named, namespace: string | undefined): Resource;
};

const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;
const namespaceOf = ({ metadata }: Pick<Pod, 'metadata'>): string | undefined => metadata.namespace ?? undefined;

const workload = ({ kind, name }: Named, namespace: string | undefined): Resource =>
  namespace === undefined ? { kind, name } : { kind, namespace, name };

/** The controllers put five random letters of this alphabet behind the name of a pod (k8s.io/apimachinery, rand.go). */
const podSuffix = /-[bcdfghjklmnpqrstvwxz2456789]{5}$/;
/** And the hash of the template behind the name of a ReplicaSet. */
const templateHash = /-[a-f0-9]{6,10}$|-[bcdfghjklmnpqrstvwxz2456789]{6,10}$/;

/** The name of the workload that a pod name was made of; undefined when it is no such name. */
const workloadNameOf = (podName: string): string | undefined => {
  const set = podName.replace(podSuffix, '');
  const name = set.replace(templateHash, '');
  return set === podName || name === '' ? undefined : name;
};

/**
 * The workload that a pod or a ReplicaSet belongs to. What was not listed is recognized by the suffixes that the controllers
 * give, or by the hash in the pod's labels. What belongs to nobody stands for itself.
 */
export const ownersOf = ({
  ReplicaSet: replicaSets,
  Pod: pods,
  Deployment,
  StatefulSet,
  DaemonSet,
}: Listed): Owners => {
  const setByName = new Map(replicaSets.map((set) => [keyOf(namespaceOf(set), set.metadata.name), set]));
  const listedByName = new Map(
    Object.entries({ Deployment, StatefulSet, DaemonSet }).flatMap(([kind, list]) =>
      list.map((one) => [keyOf(namespaceOf(one), one.metadata.name), kind] as const),
    ),
  );
  const podByName = new Map(pods.map((pod) => [keyOf(namespaceOf(pod), pod.metadata.name), pod]));

  const ofReplicaSet = (name: string, namespace: string | undefined, hash?: string): Resource => {
    const [owner] = setByName.get(keyOf(namespace, name))?.metadata.ownerReferences ?? [];
    if (owner !== undefined) return workload(owner, namespace);
    if (hash !== undefined && name.endsWith(`-${hash}`)) {
      return workload({ kind: 'Deployment', name: name.slice(0, -hash.length - 1) }, namespace);
    }
    const bare = name.replace(templateHash, '');
    const isListed = bare !== name && listedByName.get(keyOf(namespace, bare)) === 'Deployment';
    return workload(isListed ? { kind: 'Deployment', name: bare } : { kind: 'ReplicaSet', name }, namespace);
  };
  /** What somebody wrote down without owners: the names say it, where such a workload is listed. */
  const byName = (pod: string, namespace: string | undefined): Resource => {
    const names = [workloadNameOf(pod), pod.replace(/-\d{1,3}$/, ''), pod.replace(podSuffix, '')];
    for (const name of names) {
      const kind = name === undefined ? undefined : listedByName.get(keyOf(namespace, name));
      if (name !== undefined && kind !== undefined) return workload({ kind, name }, namespace);
    }
    return workload({ kind: 'Pod', name: pod }, namespace);
  };
  const ofPod = (pod: Pod): Resource => {
    const namespace = namespaceOf(pod);
    const [owner] = pod.metadata.ownerReferences ?? [];
    if (owner === undefined) return byName(pod.metadata.name, namespace);
    return owner.kind === 'ReplicaSet'
      ? ofReplicaSet(owner.name, namespace, pod.metadata.labels?.['pod-template-hash'])
      : workload(owner, namespace);
  };
  /** A pod that is gone: its name without the random part is its ReplicaSet's, if there is one. */
  const ofLostPod = (name: string, namespace: string | undefined): Resource => {
    const set = name.replace(podSuffix, '');
    const owner = set === name ? undefined : ofReplicaSet(set, namespace);
    if (owner !== undefined && owner.kind !== 'ReplicaSet') return owner;
    const siblings = pods.filter((pod) => namespaceOf(pod) === namespace);
    const sibling = siblings.find((pod) => pod.metadata.name.replace(podSuffix, '') === set && set !== name);
    return sibling === undefined ? byName(name, namespace) : ofPod(sibling);
  };
  return {
    ofPod,
    ofNamed: (named, namespace) => {
      const pod = named.kind === 'Pod' ? podByName.get(keyOf(namespace, named.name)) : undefined;
      if (pod !== undefined) return ofPod(pod);
      if (named.kind === 'Pod') return ofLostPod(named.name, namespace);
      return named.kind === 'ReplicaSet' ? ofReplicaSet(named.name, namespace) : workload(named, namespace);
    },
  };
};
