import { type Resource, resourceKey } from '../../incident/resource.ts';
import type { Cluster } from './cluster.ts';
import type { Pod, Service } from './objects.ts';
import type { Container, PodSpec } from './pod-spec.ts';

/** A workload as it is to run by its newest template, and the pods of it that were seen. */
export type Running = {
  resource: Resource;
  namespace: string | undefined;
  labels: Readonly<Record<string, string>>;
  spec: PodSpec;
  pods: readonly Pod[];
  /** How many should run; undefined where nothing says so. */
  wanted?: number;
  ready?: number;
  /** Where the template is: `Deployment/checkout/payments/spec/template/spec`. */
  pointer: string;
};

/** A pod that is known from a listing only: nothing of its containers can be concluded from it. */
const isListedOnly = ({ spec, status }: Pod): boolean =>
  status.phase == null && spec.containers.every(({ image }) => image == null);

const podsByOwner = ({ Pod, owners }: Cluster): Map<string, Pod[]> => {
  const found = new Map<string, Pod[]>();
  for (const pod of Pod.filter((one) => !isListedOnly(one))) {
    const key = resourceKey(owners.ofPod(pod));
    found.set(key, [...(found.get(key) ?? []), pod]);
  }
  return found;
};

const named = (kind: string, namespace: string | undefined, name: string): Resource =>
  namespace === undefined ? { kind, name } : { kind, namespace, name };

/**
 * Every workload with a template. Pods whose workload was not listed stand for it: the newest of them tells what it is to
 * run. A template is what somebody set; what admission made of it is in the pods only.
 */
export const runningOf = (cluster: Cluster): Running[] => {
  const pods = podsByOwner(cluster);
  const templated = (['Deployment', 'StatefulSet', 'DaemonSet'] as const).flatMap((kind) =>
    cluster[kind].flatMap(({ metadata, spec, status }): Running[] => {
      const template = spec?.template;
      if (template?.spec == null) return [];
      const namespace = metadata.namespace ?? undefined;
      const resource = named(kind, namespace, metadata.name);
      const wanted = status?.desiredNumberScheduled ?? spec?.replicas ?? undefined;
      const ready = status?.numberReady ?? status?.readyReplicas ?? undefined;
      return [
        {
          resource,
          namespace,
          labels: template.metadata?.labels ?? {},
          spec: template.spec,
          pods: pods.get(resourceKey(resource)) ?? [],
          ...(wanted === undefined ? {} : { wanted }),
          ...(ready === undefined ? {} : { ready }),
          pointer: `${kind}/${namespace ?? ''}/${metadata.name}/spec/template/spec`,
        },
      ];
    }),
  );
  const known = new Set(templated.map(({ resource }) => resourceKey(resource)));
  const others = [...pods].flatMap(([key, owned]): Running[] => {
    const [newest] = owned.toSorted((a, b) => (b.status.startTime ?? '').localeCompare(a.status.startTime ?? ''));
    if (known.has(key) || newest === undefined) return [];
    const namespace = newest.metadata.namespace ?? undefined;
    return [
      {
        resource: cluster.owners.ofPod(newest),
        namespace,
        labels: newest.metadata.labels ?? {},
        spec: newest.spec,
        pods: owned,
        pointer: `Pod/${namespace ?? ''}/${newest.metadata.name}/spec`,
      },
    ];
  });
  return [...templated, ...others];
};

const has = (labels: Readonly<Record<string, string>> | null | undefined, selector: Record<string, string>): boolean =>
  Object.entries(selector).every(([key, value]) => labels?.[key] === value);

/** The workloads that a Service sends to, by their template or by what a pod carries now. A Service that selects nothing has none. */
export const behind = ({ metadata, spec }: Service, running: readonly Running[]): Running[] => {
  const selector = spec.selector ?? {};
  if (Object.keys(selector).length === 0) return [];
  return running.filter(
    ({ namespace, labels, pods }) =>
      namespace === (metadata.namespace ?? undefined) &&
      (has(labels, selector) || pods.some((pod) => has(pod.metadata.labels, selector))),
  );
};

const ownPort = /^(?:(?:SERVER|HTTP|GRPC|LISTEN|APP|CONTAINER)_)?PORT$/;

/** Port numbers that variables of a container tell it to listen on: `PORT`, `SERVER_PORT`, `HTTP_PORT` ... */
export const toldPorts = ({ env }: Container): number[] =>
  (env ?? []).flatMap(({ name, value }) =>
    ownPort.test(name) && value != null && /^\d{2,5}$/.test(value) ? [Number(value)] : [],
  );

/** The port that a name or a number means for some containers; undefined for a name that none of them declares. */
export const portNumber = (port: string | number, containers: readonly Container[]): number | undefined => {
  if (typeof port === 'number') return port;
  if (/^\d+$/.test(port)) return Number(port);
  return containers.flatMap(({ ports }) => ports ?? []).find(({ name }) => name === port)?.containerPort;
};
