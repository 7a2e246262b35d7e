import type { Resource } from '../../incident/resource.ts';
import type { Finding } from '../facts.ts';
import type { Detector } from './detector.ts';
import type { ContainerStatus, Pod } from './objects.ts';
import { stateFact } from './reported.ts';

type About = { pod: Pod; resource: Resource; since: Date; now: Date };

const limitOf = (pod: Pod, container: string, resource: string): string | undefined => {
  const limit = pod.spec.containers.find(({ name }) => name === container)?.resources?.limits?.[resource];
  return limit === undefined ? undefined : String(limit);
};

/** A container that has run for so long is stable; one that ends seldom, but again and again, is not. */
const stableMs = 30 * 60_000;
const fewRestarts = 2;
const isStable = ({ ready, state, restartCount }: ContainerStatus, now: Date): boolean =>
  ready === true &&
  (restartCount ?? 0) <= fewRestarts &&
  state?.running?.startedAt != null &&
  now.getTime() - new Date(state.running.startedAt).getTime() >= stableMs;

const terminated = ({ pod, resource, since, now }: About, status: ContainerStatus): Finding[] => {
  const ended = status.state?.terminated ?? status.lastState?.terminated;
  const old = ended?.finishedAt != null && new Date(ended.finishedAt) < since;
  if (ended === null || ended === undefined || old || isStable(status, now)) return [];
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

/** A container without a probe is ready when it runs; slow starts take minutes. */
const settledMs = 3 * 60_000;

const unready = ({ pod, resource, now }: About, { name, ready, state }: ContainerStatus): Finding[] => {
  const started = state?.running?.startedAt;
  if (ready !== false || started == null || pod.metadata.deletionTimestamp != null) return [];
  if (now.getTime() - new Date(started).getTime() < settledMs) return [];
  return [
    {
      fact: 'readiness_failing',
      summary: `container ${name} of pod ${pod.metadata.name} runs since ${started} and is not ready`,
      resource,
      data: { pod: pod.metadata.name, container: name },
    },
  ];
};

/** What the pods show: containers that ended since `since`, containers that wait, or run and are not ready. */
export const pods: Detector = ({ cluster, since, now }) =>
  cluster.Pod.flatMap((pod) => {
    const about = { pod, resource: cluster.owners.ofPod(pod), since, now };
    const statuses = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
    return statuses.flatMap((status) => [
      ...terminated(about, status),
      ...waiting(about, status),
      ...unready(about, status),
    ]);
  });
