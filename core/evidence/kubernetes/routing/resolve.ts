import type { Cluster } from '../cluster.ts';
import type { Service } from '../objects.ts';

export type Resolved =
  | { kind: 'service'; service: Service }
  /** A name that only a Service could have, and none has; `unsure`: as far as was seen. */
  | { kind: 'missing'; name: string; namespace: string; unsure?: true }
  /** Not of this cluster, or of a part of it that was not seen. */
  | { kind: 'elsewhere' };

const local = /\.svc(?:\.[a-z0-9-]+)*$/;

/**
 * What a host name means for a pod of a namespace, by the search path of cluster DNS
 * (https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/): `name`, `name.namespace`,
 * `name.namespace.svc.<domain>`, and any of them with the name of a pod before it.
 */
export const resolverOf = ({ Service, Namespace, Pod }: Pick<Cluster, 'Service' | 'Namespace' | 'Pod'>) => {
  const byName = new Map(Service.map((one) => [`${one.metadata.namespace ?? ''}/${one.metadata.name}`, one]));
  const listed = new Set(Service.map(({ metadata }) => metadata.namespace ?? ''));
  const namespaces = new Set([
    ...Namespace.map(({ metadata }) => metadata.name),
    ...[...Service, ...Pod].map(({ metadata }) => metadata.namespace ?? ''),
  ]);
  const look = (name: string, namespace: string, from: string): Resolved => {
    const service = byName.get(`${namespace}/${name}`);
    if (service !== undefined) return { kind: 'service', service };
    const unseen = !listed.has(namespace) && (namespaces.has(namespace) || Namespace.length === 0);
    if (!unseen) return { kind: 'missing', name, namespace };
    // There is one of this name at home: more likely a wrong namespace than another Service of that name.
    return byName.has(`${from}/${name}`) ? { kind: 'missing', name, namespace, unsure: true } : { kind: 'elsewhere' };
  };
  return (host: string, from: string): Resolved => {
    const lower = host.toLowerCase().replace(/\.$/, '');
    const labels = lower.replace(local, '').split('.');
    const [first = '', second = '', third] = labels;
    if (local.test(lower)) return third === undefined ? look(first, second || from, from) : look(second, third, from);
    if (first === 'localhost') return { kind: 'elsewhere' };
    if (labels.length === 1) return look(first, from, from);
    if (labels.length > 3) return { kind: 'elsewhere' };
    // `pod.service` and `pod.service.namespace`, else `service.namespace`, else a name of the world outside.
    const ofPod = byName.get(`${third ?? from}/${second}`);
    if (ofPod !== undefined) return { kind: 'service', service: ofPod };
    if (third !== undefined) return { kind: 'elsewhere' };
    if (namespaces.has(second)) return look(first, second, from);
    return byName.has(`${from}/${first}`)
      ? { kind: 'missing', name: first, namespace: second, unsure: true }
      : { kind: 'elsewhere' };
  };
};
