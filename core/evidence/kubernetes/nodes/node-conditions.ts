import type { Fact, Finding } from '../../facts.ts';
import type { Detector, Seen } from '../detector.ts';
import { eventTime } from '../events.ts';
import type { Event, Node } from '../objects.ts';
import { seenRunning } from './node-services.ts';

type Found = Omit<Finding, 'resource'>;

const isStale = (time: string | null | undefined, since: Date): boolean => time != null && new Date(time) < since;

const runtimeGone = /container runtime is down|container runtime (?:status check|not ready)|PLEG is not healthy/i;
/** The socket of containerd, CRI-O or Docker does not answer. */
const runtimeSocket = /(?:containerd|crio|docker|cri-dockerd)\.sock: connect: (?:no such file|connection refused)/i;

const condition = (node: Node, type: string) => node.status?.conditions?.find((one) => one.type === type);

const aboutNode = ({ cluster }: Seen, node: string): Event[] =>
  cluster.Event.filter(
    ({ involvedObject: { kind, name, namespace }, metadata }) =>
      (kind === 'Node' && name === node) ||
      (kind === 'Pod' &&
        cluster.Pod.some(
          (pod) =>
            pod.metadata.name === name &&
            pod.metadata.namespace === (namespace ?? metadata?.namespace) &&
            pod.spec.nodeName === node,
        )),
  );

const hasStartedSince = ({ cluster }: Seen, node: string, event: Event): boolean =>
  cluster.Pod.some(
    ({ spec, status }) =>
      spec.nodeName === node &&
      (status.containerStatuses ?? []).some(
        ({ state }) => (state?.running?.startedAt ?? '') > (eventTime(event) ?? '\uffff'),
      ),
  );

/**
 * The latest event that says the runtime's socket does not answer, when the node did not become ready, and nothing
 * started on it, since.
 */
const runtimeEvent = (seen: Seen, node: string): Event | undefined => {
  const events = aboutNode(seen, node)
    .filter((event) => !isStale(eventTime(event), seen.since))
    .toSorted((a, b) => (eventTime(a) ?? '').localeCompare(eventTime(b) ?? ''));
  const broken = events.findLast(({ message }) => runtimeSocket.test(message ?? ''));
  const ready = events.findLast(
    ({ reason, involvedObject }) => reason === 'NodeReady' && involvedObject.kind === 'Node',
  );
  if (broken === undefined || hasStartedSince(seen, node, broken)) return undefined;
  return ready !== undefined && (eventTime(ready) ?? '') > (eventTime(broken) ?? '') ? undefined : broken;
};

/** The API server asks the kubelet for logs on its port: refused means that the host answers and the kubelet does not. */
const refusedByKubelet = ({ probes, cluster }: Seen, node: string): boolean =>
  probes.some(
    (probe) =>
      probe.check === 'container-logs' &&
      /:10250\b.*connection refused/.test(probe.detail ?? '') &&
      cluster.Pod.some(
        ({ metadata, spec }) =>
          metadata.name === probe.pod && metadata.namespace === probe.namespace && spec.nodeName === node,
      ),
  );

/**
 * Kubelets renew their lease every ten seconds; the controller calls a node unknown after forty
 * (node-monitor-grace-period).
 */
const leaseLateMs = 40_000;
const leaseLate = ({ cluster }: Seen, node: string): number | undefined => {
  const renewals = cluster.Lease.filter(({ metadata }) => metadata.namespace === 'kube-node-lease').map(
    ({ metadata: { name }, spec }) => ({ name, at: spec?.renewTime == null ? Number.NaN : Date.parse(spec.renewTime) }),
  );
  const own = renewals.find(({ name }) => name === node)?.at ?? Number.NaN;
  // Compared with the other nodes, not with the clock: the list may be minutes older than the alarm.
  const newest = Math.max(...renewals.filter(({ name, at }) => name !== node && !Number.isNaN(at)).map(({ at }) => at));
  return newest - own > leaseLateMs ? Math.round((newest - own) / 1000) : undefined;
};

const notReady = (seen: Seen, node: Node): Found[] => {
  const name = node.metadata.name;
  const ready = condition(node, 'Ready');
  const message = ready?.message ?? '';
  const late = leaseLate(seen, name);
  const event = runtimeEvent(seen, name);
  const because = `node ${name} is Ready=${ready?.status ?? '?'} (${ready?.reason ?? ''}): ${message}`;
  const data = { node: name, reason: ready?.reason ?? '' };
  const at = ready?.lastTransitionTime ?? undefined;
  const found = (fact: Fact, strength: number, summary: string): Found[] =>
    seenRunning(seen.probes, name, fact)
      ? []
      : [
          {
            fact,
            strength,
            summary,
            data,
            ...(at === undefined ? {} : { time: at }),
            pointer: `kubernetes.json Node/${name}`,
          },
        ];
  const down = ready !== undefined && ready.status !== 'True';
  const unreachable = ready?.status === 'Unknown' || /stopped posting/i.test(message);
  return [
    ...(down && runtimeGone.test(message) ? found('container_runtime_down', 1, because) : []),
    ...(event !== undefined && !unreachable && !runtimeGone.test(message)
      ? found(
          'container_runtime_down',
          down ? 0.95 : event.involvedObject.kind === 'Pod' ? 0.9 : 0.8,
          `node ${name}: ${event.reason ?? ''}: ${event.message ?? ''}`,
        )
      : []),
    ...(unreachable
      ? found(
          'kubelet_down',
          refusedByKubelet(seen, name) ? 1 : 0.9,
          `${because}${late === undefined ? '' : `; its lease is ${late} s behind`}`,
        )
      : []),
    ...(!down && late !== undefined
      ? found('kubelet_down', 0.75, `the lease of node ${name} is ${late} s behind those of the other nodes`)
      : []),
    ...(down ? found('node_not_ready', 0.8, because) : []),
  ];
};

const pressure = (node: Node): Found[] => {
  const disk = condition(node, 'DiskPressure');
  if (disk?.status !== 'True') return [];
  const summary = `node ${node.metadata.name} has DiskPressure: ${disk.message ?? ''}`;
  return [{ fact: 'node_disk_pressure', summary, data: { node: node.metadata.name } }];
};

/**
 * What nodes themselves, their leases and the events about them show; where a check looked at the unit, the check
 * decides.
 */
export const nodeConditions: Detector = (seen) =>
  seen.cluster.Node.flatMap((node) =>
    [...notReady(seen, node), ...pressure(node)].map((found) => ({
      ...found,
      resource: { kind: 'Node', name: node.metadata.name },
    })),
  );
