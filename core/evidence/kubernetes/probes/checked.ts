import { resourceKey } from '../../../incident/resource.ts';
import { eventTime } from '../events.ts';
import type { Seen } from '../detector.ts';
import type { ContainerStatus, Service } from '../objects.ts';
import type { Container, Probe } from '../pod-spec.ts';
import { behind, portNumber, type Running, runningOf, toldPorts } from '../running.ts';

export type ProbeKind = 'liveness' | 'readiness' | 'startup';
export type Handler = {
  speaks: 'http' | 'tcp' | 'grpc';
  /** As the probe gives it. */
  port: number | string;
};

/** One probe with all that tells whether it is right. */
export type Checked = {
  kind: ProbeKind;
  probe: Probe;
  handler: Handler | undefined;
  container: Container;
  running: Running;
  statuses: readonly ContainerStatus[];
  /** What the kubelet wrote about failures of this probe. */
  reports: readonly string[];
  /** The kubelet ended the container for this probe, and wrote so. */
  killed: boolean;
  services: readonly Service[];
  /** Ports that anything but the probes says the pod serves. */
  served: ReadonlySet<number>;
  /** It does what a failing probe of its kind does: containers restart, or run and are not ready. */
  suffers: boolean;
};

/** What a probe asks; undefined for a command, which asks no port. */
export const handlerOf = ({ httpGet, tcpSocket, grpc }: Probe): Handler | undefined => {
  if (httpGet != null) return { speaks: 'http', port: httpGet.port };
  if (tcpSocket != null) return { speaks: 'tcp', port: tcpSocket.port };
  return grpc == null ? undefined : { speaks: 'grpc', port: grpc.port };
};

type Reports = Map<string, { messages: string[]; killed: Set<string> }>;

const killing = /^Container (\S+) failed (?:liveness|startup) probe/i;

/** What events since `since` say of probes, by workload. */
const reportsOf = ({ cluster, since }: Seen): Reports => {
  const found: Reports = new Map();
  for (const event of cluster.Event) {
    const { kind, name, namespace } = event.involvedObject;
    const time = eventTime(event);
    if (event.reason !== 'Unhealthy' && event.reason !== 'Killing') continue;
    if (time !== undefined && new Date(time) < since) continue;
    const owner = cluster.owners.ofNamed({ kind, name }, namespace ?? event.metadata?.namespace ?? undefined);
    const key = resourceKey(owner);
    const of = found.get(key) ?? { messages: [], killed: new Set<string>() };
    found.set(key, of);
    const message = event.message ?? '';
    const container = killing.exec(message)?.[1];
    if (event.reason === 'Unhealthy') of.messages.push(message);
    else if (container !== undefined) of.killed.add(container);
  }
  return found;
};

const servedBy = ({ spec }: Running, services: readonly Service[]): Set<number> => {
  const sent = services.flatMap(({ spec: { ports } }) =>
    (ports ?? []).map(({ port, targetPort }) => portNumber(targetPort ?? port, spec.containers)),
  );
  const declared = spec.containers.flatMap((one) => [
    ...(one.ports ?? []).map(({ containerPort }) => containerPort),
    ...toldPorts(one),
  ]);
  return new Set([...declared, ...sent].filter((port) => port !== undefined));
};

/** A container that ended by itself for memory was not ended by its probe. */
const restarted = ({ restartCount, lastState }: ContainerStatus, since: Date): boolean => {
  const ended = lastState?.terminated;
  const old = ended?.finishedAt != null && new Date(ended.finishedAt) < since;
  return (restartCount ?? 0) > 0 && !old && ended?.reason !== 'OOMKilled';
};
const runsUnready = ({ ready, state }: ContainerStatus): boolean => ready === false && state?.running != null;

const probesOf = (container: Container): [ProbeKind, Probe][] =>
  (['liveness', 'readiness', 'startup'] as const).flatMap((kind): [ProbeKind, Probe][] => {
    const probe = container[`${kind}Probe`];
    return probe == null ? [] : [[kind, probe]];
  });

/** Every probe of every workload, beside what shows whether it fails. */
export const checkedProbes = (seen: Seen): Checked[] => {
  const running = runningOf(seen.cluster);
  const reports = reportsOf(seen);
  const services = new Map<Running, Service[]>();
  for (const service of seen.cluster.Service) {
    for (const one of behind(service, running)) services.set(one, [...(services.get(one) ?? []), service]);
  }
  return running.flatMap((one) => {
    const told = reports.get(resourceKey(one.resource));
    const to = services.get(one) ?? [];
    const served = servedBy(one, to);
    return one.spec.containers.flatMap((container) =>
      probesOf(container).map(([kind, probe]): Checked => {
        const statuses = one.pods.flatMap(({ status }) =>
          (status.containerStatuses ?? []).filter(({ name }) => name === container.name),
        );
        const messages = (told?.messages ?? []).filter((message) => message.toLowerCase().startsWith(kind));
        const killed = kind !== 'readiness' && told?.killed.has(container.name) === true;
        const seenToFail =
          kind === 'readiness'
            ? statuses.some(runsUnready)
            : statuses.some((status) => restarted(status, seen.since)) || killed;
        // Where no status was recorded, the count of the workload has to do.
        const unknown = statuses.every(({ state }) => state == null);
        const short = unknown && one.ready !== undefined && one.wanted !== undefined && one.ready < one.wanted;
        return {
          kind,
          probe,
          handler: handlerOf(probe),
          container,
          running: one,
          statuses,
          reports: messages,
          killed,
          services: to,
          served,
          suffers: seenToFail || messages.length > 0 || short,
        };
      }),
    );
  });
};
