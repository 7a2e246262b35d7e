import type { Finding } from '../../facts.ts';
import type { Detector } from '../detector.ts';
import type { Event, Pod } from '../objects.ts';

/** 128 and SIGKILL, https://www.gnu.org/software/bash/manual/html_node/Exit-Status.html */
const killedCode = 137;
/** Less sure where the limit is not known. */
const unknownLimit = 0.6;
const byProbe = /liveness|startup/i;

/** The kubelet kills, too: after a probe that failed, and for a pod that goes. */
const killedByKubelet = ({ metadata }: Pod, events: readonly Event[]): boolean =>
  metadata.deletionTimestamp != null ||
  events.some(
    ({ involvedObject, reason, message }) =>
      involvedObject.name === metadata.name &&
      (reason === 'Killing' || reason === 'Unhealthy') &&
      byProbe.test(message ?? ''),
  );

/**
 * Containers with a memory limit, or none that is known, that somebody killed, where nothing says who: most likely the
 * kernel, for memory.
 */
export const killed: Detector = ({ cluster, since }) =>
  cluster.Pod.flatMap((pod) =>
    (pod.status.containerStatuses ?? []).flatMap(({ name, ready, state, lastState, restartCount }): Finding[] => {
      const ended = state?.terminated ?? lastState?.terminated;
      if (ended?.exitCode !== killedCode || ended.reason === 'OOMKilled') return [];
      if (ended.finishedAt != null && new Date(ended.finishedAt) < since) return [];
      const resources = pod.spec.containers.find((one) => one.name === name)?.resources;
      const limit = resources?.limits?.['memory'];
      // Of a container whose resources were not recorded it is not known whether it has a limit.
      const isUnknown = resources == null && ready !== true;
      if ((limit === undefined && !isUnknown) || killedByKubelet(pod, cluster.Event)) return [];
      return [
        {
          fact: 'container_killed',
          summary: `container ${name} of pod ${pod.metadata.name} was killed (exit code 137), memory limit ${limit ?? 'not known'}, restarts ${restartCount ?? 0}; no probe did it`,
          resource: cluster.owners.ofPod(pod),
          ...(ended.finishedAt == null ? {} : { time: ended.finishedAt }),
          data: {
            pod: pod.metadata.name,
            container: name,
            exitCode: killedCode,
            ...(limit === undefined ? {} : { memoryLimit: String(limit) }),
          },
          ...(limit === undefined ? { strength: unknownLimit } : {}),
        },
      ];
    }),
  );
