import type { Finding } from '../../facts.ts';
import type { Detector } from '../detector.ts';
import type { ContainerStatus, Pod } from '../objects.ts';
import type { Container, PodSpec } from '../pod-spec.ts';

const refused = /permission denied|\bEACCES\b|operation not permitted/i;
/** The same words for what is no file. */
const noFile = /\b(?:bind|listen|connect|socket|dial|docker\.sock|setuid|setgid|setgroups|ptrace|raw)\b/i;

type Mount = { path: string; volume: string; kept: boolean };

/** Where a container has volumes that it may want to write to; `kept`: on a disk, with the owners and modes it has there. */
const mountsOf = ({ volumeMounts }: Container, { volumes }: PodSpec): Mount[] =>
  (volumeMounts ?? []).flatMap(({ name, mountPath }): Mount[] => {
    const volume = (volumes ?? []).find((one) => one.name === name);
    const given = volume?.secret != null || volume?.configMap != null;
    if (mountPath == null || given || mountPath.startsWith('/var/run/secrets/')) return [];
    return [{ path: mountPath, volume: name, kept: volume?.hostPath != null || volume?.persistentVolumeClaim != null }];
  });

const fails = ({ ready, state, lastState }: ContainerStatus): boolean => {
  const ended = state?.terminated ?? lastState?.terminated;
  return ready !== true && ended != null && ended.exitCode !== 0;
};

const lastWords = ({ state, lastState }: ContainerStatus): string =>
  (state?.terminated ?? lastState?.terminated)?.message ?? '';

/** Of a volume that is not on a disk, and in a line that does not name it, it is only likely. */
const likely = 0.8;

const findingsOf = (
  pod: Pod,
  lines: readonly string[],
  container: Container,
  resource: Finding['resource'],
): Finding[] => {
  const mounts = mountsOf(container, pod.spec);
  const said = lines.filter((line) => refused.test(line) && !noFile.test(line));
  const named = said.find((line) => mounts.some(({ path }) => line.includes(path)));
  const line = named ?? said.at(-1);
  const mount = mounts.find(({ path }) => line?.includes(path)) ?? mounts.find(({ kept }) => kept) ?? mounts[0];
  if (line === undefined || mount === undefined) return [];
  return [
    {
      fact: 'volume_access_denied',
      summary: `container ${container.name} of pod ${pod.metadata.name} ends and may not use volume ${mount.volume} at ${mount.path}: ${line}`,
      resource,
      ...(named === undefined && !mount.kept ? { strength: likely } : {}),
      data: { pod: pod.metadata.name, container: container.name, volume: mount.volume, path: mount.path },
    },
  ];
};

/** Containers that end, have a volume, and wrote, in the log or as their last words, that they may not use a file. */
export const volumeAccess: Detector = ({ cluster, logs }) => {
  const refusals = logs.filter(({ message }) => refused.test(message));
  return cluster.Pod.flatMap((pod) =>
    (pod.status.containerStatuses ?? []).filter(fails).flatMap((status) => {
      const { name } = status;
      const container = pod.spec.containers.find((one) => one.name === name);
      const stream = `${pod.metadata.name}_${pod.metadata.namespace ?? ''}_${name}`;
      const written = refusals.flatMap((line) => (line.stream.includes(stream) ? [line.message] : []));
      const lines = [...written, lastWords(status)];
      return container === undefined ? [] : findingsOf(pod, lines, container, cluster.owners.ofPod(pod));
    }),
  );
};
