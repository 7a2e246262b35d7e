import type { Fact, Finding } from '../facts.ts';
import type { Cluster } from './cluster.ts';
import type { Detector } from './detector.ts';
import type { Event, Pod } from './objects.ts';
import { isOfStart, stateFact } from './reported.ts';

/** When an event was last seen; undefined where it does not say. */
export const eventTime = ({ lastTimestamp, eventTime: at }: Event): string | undefined =>
  lastTimestamp ?? at ?? undefined;

const namespaceOf = ({ involvedObject, metadata }: Event): string | undefined =>
  involvedObject.namespace ?? metadata?.namespace ?? undefined;

/** A pod of which no state is known is not said to fail. */
const works = ({ status: { phase, containerStatuses } }: Pod): boolean =>
  phase == null ||
  phase === 'Succeeded' ||
  (containerStatuses != null && containerStatuses.length > 0 && containerStatuses.every(({ ready }) => ready === true));

/** By pod, whether it works now. */
const workingPods = (pods: readonly Pod[]): ReadonlyMap<string, boolean> =>
  new Map(pods.map((pod) => [`${pod.metadata.namespace ?? ''}/${pod.metadata.name}`, works(pod)]));

/** The default of failureThreshold: fewer failed probes change nothing. */
const fewestProbes = 3;
/** What a pod did ten minutes ago, after which the kubelet forgets its restarts, too. */
const recentMs = 10 * 60_000;

const isOfProbe = (fact: Fact): boolean => fact === 'liveness_failing' || fact === 'readiness_failing';

/** A probe that failed once or twice, or some time ago, of a pod that works. */
const isBlip = ({ count, ...event }: Event, now: Date): boolean => {
  const time = eventTime(event);
  return (count ?? 1) < fewestProbes || (time !== undefined && now.getTime() - new Date(time).getTime() > recentMs);
};

/** True when the pod that failed to start works by now, or is gone. */
const isOver = (event: Event, { seen }: Cluster, working: ReadonlyMap<string, boolean>): boolean => {
  if (event.involvedObject.kind !== 'Pod' || !seen.has('Pod')) return false;
  return working.get(`${namespaceOf(event) ?? ''}/${event.involvedObject.name}`) ?? true;
};

/** A registry that does not tell whether the image is there or who asks may not see it. */
const undecided = /repository does not exist or may require|denied: requested access to the resource is denied/i;
const undecidedStrength = 0.85;

/** The events that name a fault, told of the workload of the pod they are about. */
export const events: Detector = ({ cluster, since, now }) => {
  const working = workingPods(cluster.Pod);
  return cluster.Event.flatMap((event): Finding[] => {
    const reason = event.reason ?? '';
    const message = event.message ?? '';
    const fact = stateFact({ where: 'event', reason, message });
    const time = eventTime(event);
    if (fact === undefined || (time !== undefined && new Date(time) < since)) return [];
    if (isOfStart(fact) && isOver(event, cluster, working)) return [];
    if (isOfProbe(fact) && isBlip(event, now) && isOver(event, cluster, working)) return [];
    const { kind, name } = event.involvedObject;
    return [
      {
        fact,
        summary: `event ${reason} of ${kind} ${name}: ${message}`,
        resource: cluster.owners.ofNamed({ kind, name }, namespaceOf(event)),
        ...(time === undefined ? {} : { time }),
        ...(fact === 'image_pull_denied' && undecided.test(message) ? { strength: undecidedStrength } : {}),
        data: { reason, times: event.count ?? 1 },
      },
    ];
  });
};
