import type { KubernetesObject, KubernetesReader } from '../ports.ts';
import { orGap, type Read } from './or-gap.ts';

/** The kinds that are read from a live cluster: Secrets are not among them. docs/eks/reader-role.yaml grants just these. */
export const listableKinds: readonly string[] = ['Deployment', 'ReplicaSet', 'Pod', 'Event', 'HorizontalPodAutoscaler'];

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A list says once what it is of: here each object says its kind and its namespace, as `kubectl get -o json` does. */
const told = (object: KubernetesObject, kind: string, namespace: string): KubernetesObject => {
  const metadata = isRecord(object['metadata']) ? object['metadata'] : {};
  return { ...object, kind, metadata: { namespace, ...metadata } };
};

/** The objects of one namespace, all kinds at once. A kind that cannot be listed is a gap; the others still count. */
export const gatherKubernetes = async (
  kubernetes: KubernetesReader,
  kinds: readonly string[],
  namespace: string | undefined,
): Promise<Read<KubernetesObject[]>> => {
  if (kinds.length === 0) return { found: [], gaps: [] };
  if (namespace === undefined) return { found: [], gaps: ['Kubernetes: the resource has no namespace'] };
  const lists = await Promise.all(
    kinds.map((kind) =>
      orGap<KubernetesObject[]>(`Kubernetes ${kind}`, [], async () => {
        if (!listableKinds.includes(kind)) return { found: [], gaps: [`Kubernetes ${kind}: not read`] };
        const objects = await kubernetes.list(kind, namespace);
        return { found: objects.map((object) => told(object, kind, namespace)), gaps: [] };
      }),
    ),
  );
  return { found: lists.flatMap(({ found }) => found), gaps: lists.flatMap(({ gaps }) => gaps) };
};
