import { type Resource, resourceKey } from '../../incident/resource.ts';
import type { Cluster } from './cluster.ts';
import type { Pod } from './objects.ts';

export type WorkloadNames = {
  /** The workload that a name in a metric, a log stream or a call graph means: its own, its Service's or its pod's. */
  named(name: string, namespace?: string): Resource | undefined;
  podsOf(workload: Resource): readonly Pod[];
  /** The nodes that a workload's pods run on. */
  nodesOf(workload: Resource): ReadonlySet<string>;
};

const kinds = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;
const inPlace = (namespace: string | null | undefined, wanted: string | undefined): boolean =>
  wanted === undefined || (namespace ?? undefined) === wanted;

/** True when all labels of a selector are on an object; an empty selector selects nothing. */
export const selects = (
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> | null | undefined,
): boolean => {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels?.[key] === value);
};

/** Finds workloads by what others call them. */
export const workloadNames = (cluster: Cluster): WorkloadNames => {
  const pods = new Map<string, Pod[]>();
  for (const pod of cluster.Pod) {
    const key = resourceKey(cluster.owners.ofPod(pod));
    const known = pods.get(key);
    if (known === undefined) pods.set(key, [pod]);
    else known.push(pod);
  }
  const workloads = kinds.flatMap((kind) =>
    cluster[kind].map(
      ({ metadata: { name, namespace } }): Resource => (namespace == null ? { kind, name } : { kind, namespace, name }),
    ),
  );
  const byService = (name: string, namespace: string | undefined): Resource | undefined => {
    const service = cluster.Service.find(
      ({ metadata }) => metadata.name === name && inPlace(metadata.namespace, namespace),
    );
    const pod = cluster.Pod.find(
      ({ metadata }) =>
        inPlace(metadata.namespace, service?.metadata.namespace ?? undefined) &&
        selects(service?.spec.selector ?? {}, metadata.labels),
    );
    return pod === undefined ? undefined : cluster.owners.ofPod(pod);
  };
  const found = new Map<string, Resource | undefined>();
  const search = (name: string, namespace: string | undefined): Resource | undefined => {
    const own = workloads.find((workload) => workload.name === name && inPlace(workload.namespace, namespace));
    if (own !== undefined) return own;
    const pod = cluster.Pod.find(({ metadata }) => metadata.name === name && inPlace(metadata.namespace, namespace));
    if (pod !== undefined) return cluster.owners.ofPod(pod);
    const served = byService(name, namespace);
    if (served !== undefined) return served;
    const lost = cluster.owners.ofNamed({ kind: 'Pod', name }, namespace);
    return lost.kind === 'Pod' ? undefined : lost;
  };
  // Every log line and every point of a call graph asks again.
  const named: WorkloadNames['named'] = (name, namespace) => {
    const key = `${namespace ?? ''}/${name}`;
    if (!found.has(key)) found.set(key, search(name, namespace));
    return found.get(key);
  };
  const podsOf = (workload: Resource): readonly Pod[] => pods.get(resourceKey(workload)) ?? [];
  return {
    named,
    podsOf,
    nodesOf: (workload) => new Set(podsOf(workload).flatMap(({ spec }) => spec.nodeName ?? [])),
  };
};
