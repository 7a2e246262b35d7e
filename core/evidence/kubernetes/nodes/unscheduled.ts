import type { Finding } from '../../facts.ts';
import type { Cluster } from '../cluster.ts';
import type { Detector } from '../detector.ts';
import type { Node, Pod } from '../objects.ts';
import { seenRunning } from './node-services.ts';

/** Time that a scheduler at work never needs to look at a new pod. */
const patienceMs = 20_000;

const controlPlane = ({ metadata: { labels, name } }: Node): boolean =>
  Object.entries(labels ?? {}).some(
    ([key, value]) =>
      /^node-role\.kubernetes\.io\/(?:control-plane|master)$/.test(key) ||
      (key === 'kubernetes.io/role' && /^(?:master|control-plane)$/.test(value)),
  ) || /^(?:k8s-)?(?:master|control-?plane)/.test(name);

/** The scheduler said nothing at all about this pod: neither a node, nor why none. */
const isUntouched = ({ Event }: Cluster, pod: Pod): boolean =>
  pod.status.phase === 'Pending' &&
  pod.spec.nodeName == null &&
  !(pod.status.conditions ?? []).some(({ type }) => type === 'PodScheduled') &&
  !Event.some(
    ({ reason, involvedObject: { kind, name } }) =>
      kind === 'Pod' && name === pod.metadata.name && (reason === 'FailedScheduling' || reason === 'Scheduled'),
  );

/** Where the scheduler has a pod of its own (static pods are named after their node), that pod not running. */
const schedulerPod = (cluster: Cluster): Pod | undefined =>
  cluster.Pod.find(
    ({ metadata, status }) =>
      metadata.namespace === 'kube-system' &&
      metadata.name.startsWith('kube-scheduler-') &&
      (status.containerStatuses ?? []).some(({ ready, state }) => ready === false && state?.running == null),
  );

/**
 * Pods that nobody gives a node to and nobody says why: the scheduler does not run. Told of the control-plane node, of the
 * first where there are several and nothing tells which. Pods refused by a scheduler, or held by a scheduling gate, have a
 * condition that says so.
 */
export const unscheduled: Detector = ({ cluster, probes, now }) => {
  const stopped = schedulerPod(cluster);
  const waiting = cluster.Pod.filter((pod) => {
    const created = pod.metadata.creationTimestamp ?? pod.status.startTime;
    const young = created != null && now.getTime() - Date.parse(created) < patienceMs;
    return !young && isUntouched(cluster, pod);
  });
  const [node] = cluster.Node.filter(controlPlane)
    .map(({ metadata }) => metadata.name)
    .toSorted();
  const where = stopped?.spec.nodeName ?? node;
  if (where === undefined || (waiting.length === 0 && stopped === undefined)) return [];
  if (cluster.Node.some(({ metadata }) => seenRunning(probes, metadata.name, 'scheduler_down'))) return [];
  const names = waiting.map(({ metadata }) => metadata.name);
  const finding: Finding = {
    fact: 'scheduler_down',
    summary:
      stopped === undefined
        ? `the scheduler has said nothing about pods that are Pending (${names.length}): ${names.slice(0, 3).join(', ')}`
        : `pod ${stopped.metadata.name} does not run; ${names.length} pods wait for a node`,
    resource: { kind: 'Node', name: where },
    data: { node: where, waiting: names.length },
    strength: stopped === undefined ? 0.85 : 1,
  };
  return [finding];
};
