import { resourceKey } from '../../../incident/resource.ts';
import type { Finding } from '../../facts.ts';
import type { LogLine } from '../../ports.ts';
import { configurationOf } from '../databases/databases.ts';
import type { Detector, Seen } from '../detector.ts';
import { originsOf } from '../log-origin.ts';
import type { Pod } from '../objects.ts';
import { annotatedPorts, isProxy, reservedPorts, type Taken } from './proxy-ports.ts';
import { type WorkloadNames, workloadNames } from '../workload-names.ts';

const inUse =
  /address already in use|EADDRINUSE|port:? \d+ (?:was |is )?already in use|only one usage of each socket address|failed to bind to|cannot bind to address|bind(?:ing)? [^\n]{0,60}failed/i;
const hint = /in use|EADDRINUSE|socket address|bind/i;
const portIn = /\bport:? (\d{2,5})\b|:(\d{2,5})\b/i;

type Clash = Taken & { container: string };
const listenKey = /^(?:SERVER_PORT|PORT|HTTP_PORT|LISTEN_PORT|APP_PORT|server\.port)$/;

/** Ports that the application's containers listen on, as far as they say. */
const applicationPorts = ({ cluster }: Seen, pod: Pod): { port: number; container: string }[] =>
  pod.spec.containers
    .filter((container) => !isProxy(container))
    .flatMap((container) => {
      const config = configurationOf(cluster, pod.metadata.namespace ?? undefined, { containers: [container] });
      const given = [...config].filter(([key, value]) => listenKey.test(key) && /^\d{2,5}$/.test(value));
      const declared = (container.ports ?? []).map(({ containerPort }) => containerPort);
      return [...new Set([...declared, ...given.map(([, value]) => Number(value))])].map((port) => ({
        port,
        container: container.name,
      }));
    });

/** Two that want one port: a proxy and a container, or two containers. All containers of a pod share its ports. */
const clashOf = (seen: Seen, pod: Pod): Clash | undefined => {
  const wanted = applicationPorts(seen, pod);
  const sidecars = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].filter(isProxy);
  const declared = sidecars.flatMap(({ name, ports }) =>
    (ports ?? []).map(({ containerPort }) => ({ port: containerPort, by: name })),
  );
  const taken = [
    ...(sidecars.length === 0 ? [] : annotatedPorts(pod.metadata.annotations)),
    ...declared,
    ...reservedPorts(pod),
  ];
  for (const { port, container } of wanted) {
    const by =
      taken.find((one) => one.port === port)?.by ??
      wanted.find((one) => one.port === port && one.container !== container)?.container;
    if (by !== undefined) return { port, by, container };
  }
  return undefined;
};

const isFailing = ({ status }: Pod): boolean =>
  (status.containerStatuses ?? []).some(({ ready, restartCount }) => ready === false || (restartCount ?? 0) > 1);

/** Lines about a port that is taken, by workload. */
const bindLines = (seen: Seen, names: WorkloadNames): Map<string, LogLine> => {
  const originOf = originsOf(names);
  const found = new Map<string, LogLine>();
  for (const line of seen.logs) {
    if (!hint.test(line.message) || !inUse.test(line.message)) continue;
    const origin = originOf(line);
    const key = origin === undefined ? undefined : resourceKey(origin.workload);
    if (key === undefined) continue;
    // A line that names the port says more than the first one.
    if (!found.has(key) || /\bport \d/i.test(line.message)) found.set(key, line);
  }
  return found;
};

const saidPort = (line: LogLine): string | undefined => {
  const said = line.message.split('\n').find((part) => inUse.test(part)) ?? line.message;
  const match = portIn.exec(said.slice(Math.max(0, said.search(inUse) - 60)));
  return match?.[1] ?? match?.[2];
};

/** The application and a sidecar of its pod want the same port: one of them cannot start. */
export const portConflicts: Detector = (seen) => {
  const names = workloadNames(seen.cluster);
  const lines = bindLines(seen, names);
  const done = new Set<string>();
  return seen.cluster.Pod.flatMap((pod): Finding[] => {
    const resource = seen.cluster.owners.ofPod(pod);
    const key = resourceKey(resource);
    const several = pod.spec.containers.length + (pod.spec.initContainers ?? []).filter(isProxy).length > 1;
    if (done.has(key) || !several || !isFailing(pod)) return [];
    const line = lines.get(key);
    const clash = clashOf(seen, pod);
    if (line === undefined && clash === undefined) return [];
    done.add(key);
    const port = clash?.port.toString() ?? (line === undefined ? undefined : saidPort(line));
    const wants = clash === undefined ? 'its containers' : `container ${clash.container} and ${clash.by}`;
    const said = line === undefined ? '' : `; a container says that it is in use`;
    return [
      {
        fact: 'sidecar_port_taken',
        summary: `${resource.name}: ${wants} want ${port === undefined ? 'one port' : `port ${port}`}${said}`,
        resource,
        data: { pod: pod.metadata.name, ...(port === undefined ? {} : { port }) },
        strength: clash === undefined ? 0.8 : line === undefined ? 0.85 : 0.95,
        pointer:
          line === undefined ? `kubernetes.json Pod/${pod.metadata.name}` : `${line.stream} ${line.at.toISOString()}`,
      },
    ];
  });
};
