import type { Topology } from '../../gathered.ts';
import type { Cluster } from '../cluster.ts';
import { configurationOf } from '../databases/databases.ts';

export type Calls = {
  callees(name: string): readonly string[];
  /** Everybody who calls it, directly or through others, with the number of calls between. */
  callersOf(name: string): ReadonlyMap<string, number>;
  services: readonly string[];
};

type Edge = Topology['edges'][number];

/** Who calls whom by the addresses that workloads are given: values that begin with the name of a Service. */
const configured = (cluster: Cluster): Edge[] => {
  const services = new Set(cluster.Service.map(({ metadata }) => metadata.name));
  return cluster.Pod.flatMap((pod): Edge[] => {
    const from = cluster.owners.ofPod(pod).name;
    const values = configurationOf(cluster, pod.metadata.namespace ?? undefined, pod.spec).values();
    return [...values].flatMap((value) => {
      const [host = ''] = value.replace(/^[a-z]+:\/\//, '').split(/[.:/]/);
      return services.has(host) && host !== from ? [{ from, to: host }] : [];
    });
  });
};

/** The call graph: the recorded one, else what the configuration of the workloads shows. */
export const callsOf = (cluster: Cluster, topology: Topology | undefined): Calls => {
  const edges = topology?.edges ?? configured(cluster);
  const group = (key: (edge: Edge) => string, value: (edge: Edge) => string): Map<string, string[]> => {
    const groups = new Map<string, string[]>();
    for (const edge of edges) groups.set(key(edge), [...(groups.get(key(edge)) ?? []), value(edge)]);
    return groups;
  };
  const down = group(
    ({ from }) => from,
    ({ to }) => to,
  );
  const up = group(
    ({ to }) => to,
    ({ from }) => from,
  );
  const callersOf = (name: string): ReadonlyMap<string, number> => {
    const found = new Map<string, number>();
    let ring = [name];
    for (let depth = 1; ring.length > 0; depth += 1) {
      ring = [...new Set(ring.flatMap((one) => up.get(one) ?? []))].filter((one) => one !== name && !found.has(one));
      for (const one of ring) found.set(one, depth);
    }
    return found;
  };
  return {
    callees: (name) => down.get(name) ?? [],
    callersOf,
    services: [...new Set([...(topology?.services ?? []), ...edges.flatMap(({ from, to }) => [from, to])])],
  };
};
