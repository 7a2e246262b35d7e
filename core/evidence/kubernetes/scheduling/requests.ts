import type { Pod } from '../objects.ts';
import type { PodSpec } from '../pod-spec.ts';
import { quantityOf } from '../quantity.ts';

export type Measure = 'cpu' | 'memory';

/** A limit stands for a request that is left out. */
const asked = ({ resources }: PodSpec['containers'][number], measure: Measure): number =>
  quantityOf(resources?.requests?.[measure] ?? resources?.limits?.[measure]) ?? 0;

/** What a pod asks for, in cores or bytes: its containers together, or the largest init container if that is more. */
export const requestOf = ({ containers, initContainers }: PodSpec, measure: Measure): number =>
  Math.max(
    containers.reduce((sum, container) => sum + asked(container, measure), 0),
    ...(initContainers ?? []).map((container) => asked(container, measure)),
  );

const holds = ({ status }: Pod): boolean => status.phase !== 'Succeeded' && status.phase !== 'Failed';

/** What the pods of each node ask for together. */
export const takenByNode = (pods: readonly Pod[], measure: Measure): ReadonlyMap<string, number> => {
  const taken = new Map<string, number>();
  for (const pod of pods) {
    const { nodeName } = pod.spec;
    if (nodeName != null && holds(pod)) taken.set(nodeName, (taken.get(nodeName) ?? 0) + requestOf(pod.spec, measure));
  }
  return taken;
};
