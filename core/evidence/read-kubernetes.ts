import { type Found, orGap } from './found.ts';
import { readableKinds } from './kubernetes-objects.ts';
import { kubernetesState } from './kubernetes-state.ts';
import type { KubernetesReader } from './ports.ts';

/** The state of one namespace, all kinds at once. A kind that cannot be listed is a gap; the others still count. */
export const readKubernetes = async (
  kubernetes: KubernetesReader,
  kinds: readonly string[],
  namespace: string | undefined,
  since: Date,
): Promise<Found> => {
  if (namespace === undefined) return { findings: [], gaps: ['Kubernetes: the resource has no namespace'] };
  const objects: Record<string, readonly unknown[]> = {};
  const lists = await Promise.all(
    kinds.map((kind) =>
      orGap(`Kubernetes ${kind}`, async () => {
        if (!readableKinds.includes(kind)) return { findings: [], gaps: [`Kubernetes ${kind}: not understood`] };
        objects[kind] = await kubernetes.list(kind, namespace);
        return { findings: [], gaps: [] };
      }),
    ),
  );
  const { findings, unreadable } = kubernetesState(objects, namespace, since);
  const gaps = lists.flatMap((list) => list.gaps);
  return {
    findings,
    gaps: unreadable === 0 ? gaps : [...gaps, `Kubernetes: ${unreadable} objects have an unknown form`],
  };
};
