import { selects } from '../label-match.ts';
import type { Node, Pod } from '../objects.ts';
import type { PodSpec, PodTerm } from '../pod-spec.ts';

/** The terms of other pods that the pod may not be near. */
export const antiTerms = ({ affinity }: PodSpec): readonly PodTerm[] =>
  affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];

const place = ({ metadata }: Node, topologyKey: string): string | undefined =>
  metadata.labels?.[topologyKey] ?? (topologyKey === 'kubernetes.io/hostname' ? metadata.name : undefined);

/** True when a term that `owner` has speaks of the other pod; without namespaces it speaks of the owner's own. */
const speaksOf = ({ labelSelector, namespaces }: PodTerm, owner: Pod, other: Pod): boolean => {
  const own = namespaces == null || namespaces.length === 0 ? [owner.metadata.namespace ?? ''] : namespaces;
  return (
    own.includes(other.metadata.namespace ?? '') &&
    labelSelector != null &&
    selects(labelSelector, other.metadata.labels ?? {})
  );
};

/**
 * The nodes where a pod may not be for the sake of the pods that are there: by its own anti-affinity, or by theirs.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
 */
export const nodesDenied = (pod: Pod, pods: readonly Pod[], nodes: readonly Node[]): ReadonlySet<string> => {
  const byName = new Map(nodes.map((node) => [node.metadata.name, node]));
  const mine = antiTerms(pod.spec);
  const denied = new Map<string, Set<string>>();
  for (const other of pods) {
    const node = byName.get(other.spec.nodeName ?? '');
    if (node === undefined || other === pod) continue;
    const terms = [
      ...mine.filter((term) => speaksOf(term, pod, other)),
      ...antiTerms(other.spec).filter((term) => speaksOf(term, other, pod)),
    ];
    for (const topologyKey of terms.flatMap((term) => term.topologyKey ?? [])) {
      const at = place(node, topologyKey);
      if (at !== undefined) denied.set(topologyKey, (denied.get(topologyKey) ?? new Set<string>()).add(at));
    }
  }
  const isDenied = (node: Node): boolean =>
    [...denied].some(([topologyKey, places]) => places.has(place(node, topologyKey) ?? ''));
  return new Set(nodes.filter(isDenied).map(({ metadata }) => metadata.name));
};
