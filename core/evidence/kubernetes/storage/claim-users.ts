import { type Resource, resourceKey } from '../../../incident/resource.ts';
import type { Cluster } from '../cluster.ts';
import type { Pod } from '../objects.ts';
import type { PodSpec } from '../pod-spec.ts';

/** A claim that a workload needs and that its pods wait for. */
export type Needed = { namespace: string; claim: string; resource: Resource; pod?: string };

const claimsOf = ({ volumes }: PodSpec): string[] =>
  (volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim == null ? [] : [persistentVolumeClaim.claimName],
  );

const runs = ({ status, spec, metadata }: Pod): boolean =>
  status.phase !== 'Pending' || spec.nodeName != null || metadata.deletionTimestamp != null;

/** The claims of pods that wait for a node, and of workloads of which not one pod is there to be seen. */
export const claimsNeeded = (cluster: Cluster): Needed[] => {
  const waiting = cluster.Pod.filter((pod) => !runs(pod)).flatMap((pod) =>
    claimsOf(pod.spec).map((claim) => ({
      namespace: pod.metadata.namespace ?? '',
      claim,
      resource: cluster.owners.ofPod(pod),
      pod: pod.metadata.name,
    })),
  );
  const withPods = new Set(cluster.Pod.map((pod) => resourceKey(cluster.owners.ofPod(pod))));
  const without = (['Deployment', 'StatefulSet', 'DaemonSet'] as const).flatMap((kind) =>
    cluster[kind].flatMap(({ metadata, spec }) => {
      const namespace = metadata.namespace ?? '';
      const resource = { kind, namespace, name: metadata.name };
      const template = spec?.template?.spec;
      const idle = spec?.replicas === 0 || withPods.has(resourceKey(resource)) || template == null;
      return idle || namespace === '' ? [] : claimsOf(template).map((claim) => ({ namespace, claim, resource }));
    }),
  );
  const byWorkload = new Map<string, Needed>();
  for (const one of [...waiting, ...without]) {
    const key = `${one.claim}\n${resourceKey(one.resource)}`;
    if (!byWorkload.has(key)) byWorkload.set(key, one);
  }
  return [...byWorkload.values()];
};
