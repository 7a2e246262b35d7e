import type { Finding } from '../facts.ts';
import type { Cluster } from './cluster.ts';
import type { Workload } from './objects.ts';

/** Written by the Deployment controller; source: kubernetes, pkg/controller/deployment/util. */
const revisionOf = ({ metadata }: Workload): number =>
  Number(metadata.annotations?.['deployment.kubernetes.io/revision'] ?? Number.NaN);

const imagesOf = ({ spec }: Workload): string =>
  (spec?.template?.spec?.containers ?? []).map(({ image }) => image ?? 'no image').join(', ');

const newestFirst = (a: Workload, b: Workload): number => revisionOf(b) - revisionOf(a);

/**
 * The last rollout of each Deployment that had one before, with the time at which its ReplicaSet was made. A ReplicaSet that
 * came back by an undo is older than its rollout, which then is told of a time long ago and leads to nothing.
 */
export const rolloutChanges = (cluster: Cluster): Finding[] => {
  const sets = new Map<string, Workload[]>();
  for (const set of cluster.ReplicaSet) {
    const owner = set.metadata.ownerReferences?.find(({ kind }) => kind === 'Deployment');
    if (owner === undefined || Number.isNaN(revisionOf(set))) continue;
    const key = JSON.stringify([set.metadata.namespace, owner.name]);
    sets.set(key, [...(sets.get(key) ?? []), set]);
  }
  return cluster.Deployment.flatMap(({ metadata: { namespace, name } }): Finding[] => {
    const [last, before] = (sets.get(JSON.stringify([namespace, name])) ?? []).toSorted(newestFirst);
    const time = last?.metadata.creationTimestamp;
    if (last === undefined || before === undefined || time == null) return [];
    const revision = revisionOf(last);
    const [now, then] = [imagesOf(last), imagesOf(before)];
    const images = now === then ? 'with the same images as before' : `${now}, before ${then}`;
    return [
      {
        fact: 'deployment_started',
        summary: `the rollout of revision ${revision} began: ${images}`,
        resource: namespace == null ? { kind: 'Deployment', name } : { kind: 'Deployment', namespace, name },
        time,
        data: { revision, images: now },
      },
    ];
  });
};
