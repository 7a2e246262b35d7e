import type { Resource } from '../../incident/resource.ts';
import type { Finding } from '../facts.ts';
import type { Detector } from './detector.ts';
import type { ContainerStatus, Pod } from './objects.ts';
import { stateFact } from './reported.ts';

type About = { pod: Pod; resource: Resource; since: Date };

const limitOf = (pod: Pod, container: string, resource: string): string | undefined => {
  const limit = pod.spec.containers.find(({ name }) => name === container)?.resources?.limits?.[resource];
  return limit === undefined ? undefined : String(limit);
};

const terminated = ({ pod, resource, since }: About, status: ContainerStatus): Finding[] => {
  const ended = status.state?.terminated ?? status.lastState?.terminated;
  const old = ended?.finishedAt != null && new Date(ended.finishedAt) < since;
  if (ended === null || ended === undefined || old) return [];
  const exitCode = ended.exitCode ?? undefined;
  const reason = ended.reason ?? '';
  const fact = stateFact({ where: 'terminated', reason, message: ended.message ?? '' });
  if (fact === undefined && (exitCode === undefined || exitCode === 0)) return [];
  const memory = limitOf(pod, status.name, 'memory');
  const restarts = status.restartCount ?? 0;
  const parts = [
    `container ${status.name} of pod ${pod.metadata.name} ended: ${reason || 'no reason'}`,
    ...(exitCode === undefined ? [] : [`exit code ${exitCode}`]),
    ...(memory === undefined ? [] : [`memory limit ${memory}`]),
    `restarts ${restarts}`,
  ];
  return [
    {
      fact: fact ?? 'container_failed',
      summary: parts.join(', '),
      resource,
      ...(ended.finishedAt == null ? {} : { time: ended.finishedAt }),
      data: {
        pod: pod.metadata.name,
        container: status.name,
        reason,
        restarts,
        ...(exitCode === undefined ? {} : { exitCode }),
        ...(memory === undefined ? {} : { memoryLimit: memory }),
      },
    },
  ];
};

const waiting = ({ pod, resource }: About, status: ContainerStatus): Finding[] => {
  const reason = status.state?.waiting?.reason ?? '';
  const message = status.state?.waiting?.message ?? '';
  const fact = stateFact({ where: 'waiting', reason, message });
  if (fact === undefined) return [];
  const restarts = status.restartCount ?? 0;
  return [
    {
      fact,
      summary: `container ${status.name} of pod ${pod.metadata.name} waits: ${reason}${message === '' ? '' : `: ${message}`}`,
      resource,
      data: { pod: pod.metadata.name, container: status.name, reason, restarts },
    },
  ];
};

/** What the pods show: containers that ended since `since`, containers that wait. */
export const pods: Detector = ({ cluster, since }) =>
  cluster.Pod.flatMap((pod) => {
    const about = { pod, resource: cluster.owners.ofPod(pod), since };
    const statuses = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
    return statuses.flatMap((status) => [...terminated(about, status), ...waiting(about, status)]);
  });
