import type { Cluster } from '../cluster.ts';
import type { Node, Pod } from '../objects.ts';
import { quantityOf } from '../quantity.ts';
import { nodesDenied } from './anti-affinity.ts';
import { isAffine, isSelected } from './node-choice.ts';
import { type Measure, requestOf, takenByNode } from './requests.ts';
import type { Obstacle } from './scheduler-message.ts';
import { isCondition, isCordon, untolerated } from './taints.ts';

/** Everything that keeps the pod from one node; empty when the node could take it. */
export type Fit = { node: Node; obstacles: readonly Obstacle[] };

export type Room = { offered: number; free: number };

/** What each node offers of a measure and has left of it; a node that does not say is left out. */
export const roomByNode = (
  { Node, Pod }: Pick<Cluster, 'Node' | 'Pod'>,
  measure: Measure,
): ReadonlyMap<string, Room> => {
  const taken = takenByNode(Pod, measure);
  return new Map(
    Node.flatMap(({ metadata, status }): [string, Room][] => {
      const offered = quantityOf(status?.allocatable?.[measure] ?? status?.capacity?.[measure]);
      return offered === undefined
        ? []
        : [[metadata.name, { offered, free: offered - (taken.get(metadata.name) ?? 0) }]];
    }),
  );
};

const cordonTaint = { key: 'node.kubernetes.io/unschedulable', value: undefined, effect: 'NoSchedule' };

/**
 * What keeps a pod from each node, by the objects alone: all obstacles, where the scheduler tells of each node only the
 * first. What the objects do not show (volumes, host ports, topology spread) is not judged.
 */
export const fitsOf = (pod: Pod, cluster: Pick<Cluster, 'Node' | 'Pod'>): Fit[] => {
  const { spec } = pod;
  const tolerations = spec.tolerations ?? [];
  const denied = nodesDenied(pod, cluster.Pod, cluster.Node);
  const tight = (['cpu', 'memory'] as const).map((measure) => {
    const asked = requestOf(spec, measure);
    const rooms = roomByNode(cluster, measure);
    return { measure, isTight: (node: string): boolean => asked > 0 && asked > (rooms.get(node)?.free ?? asked) };
  });
  return cluster.Node.map((node) => {
    const { name } = node.metadata;
    const taints = untolerated(node, tolerations);
    const cordoned =
      taints.some(isCordon) ||
      (node.spec?.unschedulable === true &&
        untolerated({ ...node, spec: { taints: [cordonTaint] } }, tolerations).length > 0);
    const obstacles: Obstacle[] = [
      ...(cordoned ? (['cordon'] as const) : []),
      ...(taints.some(isCondition) ? (['unhealthy'] as const) : []),
      ...(taints.some((taint) => !isCordon(taint) && !isCondition(taint)) ? (['taint'] as const) : []),
      ...(isSelected(spec, node) ? [] : (['selector'] as const)),
      ...(isAffine(spec, node) ? [] : (['affinity'] as const)),
      ...tight.flatMap(({ measure, isTight }) => (isTight(name) ? [measure] : [])),
      ...(denied.has(name) ? (['anti_affinity'] as const) : []),
    ];
    return { node, obstacles };
  });
};
