import type { Cluster } from '../cluster.ts';
import { eventTime } from '../events.ts';
import type { Event, Pod } from '../objects.ts';

/** A pod that has no node, and what the scheduler last said of it; no message when it said nothing, or no more. */
export type Unscheduled = { pod: Pod; message?: string; time?: string; pointer: string };

const isOver = ({ status }: Pod): boolean => status.phase === 'Succeeded' || status.phase === 'Failed';

/** A pod whose status is not known, of a mere listing perhaps, is not said to wait. */
const waits = (pod: Pod, nodes: ReadonlySet<string>): boolean => {
  const scheduled = pod.status.conditions?.find(({ type }) => type === 'PodScheduled');
  if (isOver(pod) || pod.metadata.deletionTimestamp != null) return false;
  if (scheduled !== undefined) return scheduled.status === 'False';
  // Where nodes are listed, another name than theirs is a placeholder.
  const hasNode = pod.spec.nodeName != null && (nodes.size === 0 || nodes.has(pod.spec.nodeName));
  return pod.status.phase === 'Pending' && !hasNode;
};

/** Of each pod, by namespace and name, what the scheduler last said. */
const lastFailures = (events: readonly Event[], since: Date): ReadonlyMap<string, Event> => {
  const last = new Map<string, Event>();
  for (const event of events) {
    const { involvedObject, metadata, reason } = event;
    if (reason !== 'FailedScheduling' || new Date(eventTime(event) ?? since) < since) continue;
    const key = `${involvedObject.namespace ?? metadata?.namespace ?? ''}/${involvedObject.name}`;
    const other = last.get(key);
    if (other === undefined || (eventTime(event) ?? '') > (eventTime(other) ?? '')) last.set(key, event);
  }
  return last;
};

/** What is known of a pod that is not listed. */
const unlisted = ({ involvedObject, metadata }: Event): Pod => ({
  metadata: { name: involvedObject.name, namespace: involvedObject.namespace ?? metadata?.namespace },
  spec: { containers: [] },
  status: {},
});

const about = (pod: Pod, event: Event | undefined): Unscheduled => {
  const { name, namespace } = pod.metadata;
  const condition = pod.status.conditions?.find(({ type }) => type === 'PodScheduled');
  const message = condition?.message ?? event?.message ?? undefined;
  const time = condition?.lastTransitionTime ?? event?.firstTimestamp ?? (event && eventTime(event)) ?? undefined;
  return {
    pod,
    pointer: `kubernetes.json Pod/${namespace ?? ''}/${name}/status/conditions`,
    ...(message === undefined ? {} : { message }),
    ...(time === undefined ? {} : { time }),
  };
};

/**
 * The pods that wait for a node now. An event of a pod that has its node by now, or is gone, is history; the condition
 * speaks before the event, for it does not age. Where pods are not listed their events are believed.
 */
export const unscheduledPods = (
  { Pod, Node, Event, seen }: Pick<Cluster, 'Pod' | 'Node' | 'Event' | 'seen'>,
  since: Date,
): Unscheduled[] => {
  const failures = lastFailures(Event, since);
  if (!seen.has('Pod')) return [...failures.values()].map((event) => about(unlisted(event), event));
  const nodes = new Set(Node.map(({ metadata }) => metadata.name));
  return Pod.filter((pod) => waits(pod, nodes)).map((pod) =>
    about(pod, failures.get(`${pod.metadata.namespace ?? ''}/${pod.metadata.name}`)),
  );
};
