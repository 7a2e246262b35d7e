import type { Cluster } from '../cluster.ts';
import type { Seen } from '../detector.ts';

/** The first part of a host name in `payments:8080`, `http://payments.checkout.svc:80/x`, `payments`. */
const hostIn = /^(?:[a-z][a-z0-9+.]*:\/\/)?([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)(?:\.[-a-z0-9.]+)?(?::\d+)?(?:\/.*)?$/;

const templates = (cluster: Cluster, namespace: string) =>
  (['Deployment', 'StatefulSet', 'DaemonSet'] as const).flatMap((kind) =>
    cluster[kind].filter(({ metadata }) => metadata.namespace === namespace),
  );

/**
 * The Services of a namespace that somebody relies on and that do not exist, by name: whoever is called by the topology, by
 * an environment variable or by a check, and has a workload of that name.
 */
export const expectedServices = ({ cluster, topology, probes }: Seen, namespace: string): string[] => {
  const workloads = templates(cluster, namespace);
  const named = new Set(workloads.map(({ metadata }) => metadata.name));
  const hosts = workloads.flatMap(({ spec }) =>
    (spec?.template?.spec?.containers ?? []).flatMap(({ env }) =>
      (env ?? []).flatMap(({ value }) => hostIn.exec(value ?? '')?.[1] ?? []),
    ),
  );
  const called = (topology?.edges ?? []).map(({ to }) => to);
  const checked = probes.flatMap((probe) =>
    probe.check === 'connectivity' && probe.namespace === namespace && probe.result === 'failed' ? [probe.service] : [],
  );
  const existing = new Set(
    cluster.Service.filter(({ metadata }) => metadata.namespace === namespace).map(({ metadata }) => metadata.name),
  );
  return [...new Set([...hosts, ...called, ...checked])].filter((name) => named.has(name) && !existing.has(name));
};
