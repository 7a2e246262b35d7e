import { resourceKey } from '../../incident/resource.ts';
import type { Finding } from '../facts.ts';
import type { Detector } from './detector.ts';
import type { Pod } from './objects.ts';

/** The default of progressDeadlineSeconds. */
const deadlineMs = 600_000;

/** What the pods of one ReplicaSet have in common in their names: five random letters come after it. */
const setOf = ({ metadata }: Pod): string => metadata.name.replace(/-[a-z0-9]{5}$/, '');
const isReady = ({ status }: Pod): boolean =>
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
const startOf = ({ status }: Pod): number => Date.parse(status.startTime ?? '');

/**
 * Deployments whose newest pods are all not ready for longer than a rollout may take without progress, while pods of an
 * older version are ready: the new version is what is wrong.
 */
export const haltedRollouts: Detector = ({ cluster, now }) => {
  const byOwner = new Map<string, Pod[]>();
  for (const pod of cluster.Pod.filter(({ metadata }) => metadata.deletionTimestamp == null)) {
    const key = resourceKey(cluster.owners.ofPod(pod));
    const siblings = byOwner.get(key);
    if (siblings === undefined) byOwner.set(key, [pod]);
    else siblings.push(pod);
  }
  return [...byOwner.values()].flatMap((pods): Finding[] => {
    const [first] = pods;
    if (first === undefined) return [];
    const resource = cluster.owners.ofPod(first);
    const newest = pods.reduce((a, b) => (startOf(b) > startOf(a) ? b : a));
    const fresh = pods.filter((pod) => setOf(pod) === setOf(newest));
    const older = pods.filter((pod) => setOf(pod) !== setOf(newest));
    const late = fresh.every((pod) => !isReady(pod) && now.getTime() - startOf(pod) >= deadlineMs);
    if (resource.kind !== 'Deployment' || !late || !older.some(isReady)) return [];
    return [
      {
        fact: 'rollout_stuck',
        summary: `${fresh.length} new pods of ${resource.name} are not ready for ten minutes, ${older.length} of an older version remain`,
        resource,
        time: new Date(Math.min(...fresh.map(startOf))).toISOString(),
        strength: 0.7,
        data: { pods: fresh.length, older: older.length },
      },
    ];
  });
};
