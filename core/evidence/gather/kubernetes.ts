import type { KubernetesObject, KubernetesReader } from '../ports.ts';
import { orGap, type Read } from './or-gap.ts';

/**
 * The kinds that are read from a namespace of a live cluster; docs/eks/reader-role.yaml grants just these. Secrets are not
 * among them, nor are ConfigMaps: what people write into those is not known and may be secret.
 */
export const listableKinds: readonly string[] = [
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Pod',
  'Event',
  'HorizontalPodAutoscaler',
  'Service',
  'Endpoints',
  'ResourceQuota',
  'PersistentVolumeClaim',
  'ServiceAccount',
  'NetworkPolicy',
];
/** Those of the cluster: docs/eks/reader-cluster-role.yaml. */
export const clusterKinds: readonly string[] = ['Node', 'PersistentVolume', 'StorageClass'];
/** By these nodes say that they live: docs/eks/reader-lease-role.yaml. */
export const leases = { kind: 'Lease', namespace: 'kube-node-lease' } as const;

/** Where a kind is listed; no namespace of its own for what belongs to the cluster. */
type Place = { namespace?: string } | { gap: string };
const placeOf = (kind: string, namespace: string | undefined): Place => {
  if (clusterKinds.includes(kind)) return {};
  if (kind === leases.kind) return { namespace: leases.namespace };
  if (!listableKinds.includes(kind)) return { gap: `Kubernetes ${kind}: not read` };
  return namespace === undefined ? { gap: `Kubernetes ${kind}: the resource has no namespace` } : { namespace };
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A list says once what it is of: here each object says its kind and its namespace, as `kubectl get -o json` does. */
const told = (object: KubernetesObject, kind: string, namespace: string | undefined): KubernetesObject => {
  const metadata = isRecord(object['metadata']) ? object['metadata'] : {};
  return { ...object, kind, metadata: { ...(namespace === undefined ? {} : { namespace }), ...metadata } };
};

/** The objects of one namespace and of the cluster, all kinds at once. A kind that cannot be listed is a gap; the others still count. */
export const gatherKubernetes = async (
  kubernetes: KubernetesReader,
  kinds: readonly string[],
  namespace: string | undefined,
): Promise<Read<KubernetesObject[]>> => {
  const lists = await Promise.all(
    kinds.map((kind) =>
      orGap<KubernetesObject[]>(`Kubernetes ${kind}`, [], async () => {
        const place = placeOf(kind, namespace);
        if ('gap' in place) return { found: [], gaps: [place.gap] };
        const objects = await kubernetes.list(kind, place.namespace ?? '');
        return { found: objects.map((object) => told(object, kind, place.namespace)), gaps: [] };
      }),
    ),
  );
  return { found: lists.flatMap(({ found }) => found), gaps: lists.flatMap(({ gaps }) => gaps) };
};
