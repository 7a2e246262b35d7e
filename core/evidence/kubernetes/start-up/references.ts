import type { Finding } from '../../facts.ts';
import type { Cluster } from '../cluster.ts';
import type { Detector } from '../detector.ts';
import type { Pod } from '../objects.ts';
import type { Container } from '../pod-spec.ts';

/** A Secret or ConfigMap that a pod cannot start without, and the key of it that it wants. */
type Wanted = { kind: 'Secret' | 'ConfigMap'; name: string; key?: string; by: string };
type Ref = { name?: string | null | undefined; key?: string | null | undefined; optional?: boolean | null | undefined };

const wanted = (kind: Wanted['kind'], ref: Ref | null | undefined, by: string): Wanted[] =>
  ref?.name == null || ref.optional === true
    ? []
    : [{ kind, name: ref.name, by, ...(ref.key == null ? {} : { key: ref.key }) }];

const byContainer = ({ name, env, envFrom }: Container): Wanted[] => [
  ...(env ?? []).flatMap(({ name: variable, valueFrom }) => [
    ...wanted('Secret', valueFrom?.secretKeyRef, `variable ${variable} of container ${name}`),
    ...wanted('ConfigMap', valueFrom?.configMapKeyRef, `variable ${variable} of container ${name}`),
  ]),
  ...(envFrom ?? []).flatMap(({ secretRef, configMapRef }) => [
    ...wanted('Secret', secretRef, `the environment of container ${name}`),
    ...wanted('ConfigMap', configMapRef, `the environment of container ${name}`),
  ]),
];

const runs = ({ status }: Pod, container?: string): boolean =>
  (status.containerStatuses ?? []).some(
    ({ name, state }) => state?.running != null && (container === undefined || name === container),
  );

/** A sidecar may run beside a container that cannot start; volumes are mounted before any does. */
const byPod = (pod: Pod): Wanted[] => [
  ...[...(pod.spec.initContainers ?? []), ...pod.spec.containers]
    .filter(({ name }) => !runs(pod, name))
    .flatMap(byContainer),
  ...(runs(pod) ? [] : (pod.spec.volumes ?? [])).flatMap(({ name, secret, configMap }) => [
    ...wanted('Secret', secret && { name: secret.secretName, optional: secret.optional }, `volume ${name}`),
    ...wanted('ConfigMap', configMap, `volume ${name}`),
  ]),
];

/** What is wrong with a reference; undefined when nothing is, or nothing is listed to tell by. */
const fault = ({ kind, name, key }: Wanted, namespace: string, cluster: Cluster): string | undefined => {
  const listed = cluster[kind].filter(({ metadata }) => metadata.namespace === namespace);
  if (listed.length === 0) return undefined;
  const found = listed.find(({ metadata }) => metadata.name === name);
  if (found === undefined) return `${kind} ${name} does not exist`;
  const keys = Array.isArray(found.data) ? found.data : Object.keys(found.data ?? {});
  return key === undefined || keys.includes(key) ? undefined : `${kind} ${name} has no key ${key}`;
};

/** It has a node and not all of it runs or ran: what was missing later on is no reason. */
const isStarting = ({ spec, status }: Pod): boolean =>
  spec.nodeName != null &&
  status.phase === 'Pending' &&
  (status.containerStatuses == null || status.containerStatuses.some(({ state }) => state?.running == null));

const pullSecrets = (pod: Pod, namespace: string, cluster: Cluster): string[] => {
  const listed = new Set(
    cluster.Secret.filter(({ metadata }) => metadata.namespace === namespace).map(({ metadata }) => metadata.name),
  );
  if (listed.size === 0) return [];
  return (pod.spec.imagePullSecrets ?? []).flatMap(({ name }) => (name == null || listed.has(name) ? [] : [name]));
};

const findingsOf = (pod: Pod, cluster: Cluster): Finding[] => {
  const namespace = pod.metadata.namespace ?? '';
  const about = {
    resource: cluster.owners.ofPod(pod),
    pointer: `kubernetes.json Pod/${namespace}/${pod.metadata.name}/spec`,
  };
  const faults = byPod(pod).flatMap((one) => {
    const text = fault(one, namespace, cluster);
    return text === undefined ? [] : [{ ...one, text }];
  });
  return [
    ...faults.map(
      ({ kind, name, key, by, text }): Finding => ({
        fact: kind === 'Secret' ? 'secret_missing' : 'config_map_missing',
        summary: `pod ${pod.metadata.name} cannot start: ${text}, which ${by} refers to`,
        ...about,
        data: { pod: pod.metadata.name, name, ...(key === undefined ? {} : { key }) },
      }),
    ),
    ...pullSecrets(pod, namespace, cluster).map(
      (name): Finding => ({
        fact: 'pull_secret_missing',
        summary: `pod ${pod.metadata.name} pulls its images with Secret ${name}, which does not exist`,
        ...about,
        data: { pod: pod.metadata.name, name },
      }),
    ),
  ];
};

/** The Secrets and ConfigMaps, and the keys of them, that pods wait for: by what is listed of their namespace. */
export const references: Detector = ({ cluster }) =>
  cluster.Pod.filter(isStarting).flatMap((pod) => findingsOf(pod, cluster));
