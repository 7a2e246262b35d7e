import type { Finding } from '../../facts.ts';
import type { Topology } from '../../gathered.ts';
import type { Cluster } from '../cluster.ts';
import type { Detector } from '../detector.ts';
import type { ConfigMap } from '../objects.ts';
import { variablesOf } from '../routing/addresses.ts';
import { type Running, runningOf } from '../running.ts';
import { type Destination, hostName, type Names, namesOf } from './destinations.ts';
import { type Misrouted, misrouted } from './misrouted.ts';
import { readRoutes } from './read.ts';
import type { Route } from './route.ts';
import { unrouted } from './unrouted.ts';

type Table = { gateway: Running; map: ConfigMap; entry: string; routes: Route[] };

const uses = ({ spec }: Running, name: string): boolean =>
  (spec.volumes ?? []).some(({ configMap }) => configMap?.name === name) ||
  spec.containers.some(({ env, envFrom }) =>
    [
      ...(env ?? []).map(({ valueFrom }) => valueFrom?.configMapKeyRef),
      ...(envFrom ?? []).map((one) => one.configMapRef),
    ].some((ref) => ref?.name === name),
  );

/** The route tables that a workload reads. A ConfigMap that nobody reads routes nothing. */
const tablesOf = (cluster: Cluster, all: readonly Running[]): Table[] =>
  cluster.ConfigMap.flatMap((map) =>
    all
      .filter((one) => one.namespace === (map.metadata.namespace ?? undefined) && uses(one, map.metadata.name))
      .flatMap((gateway) => {
        const variables = gateway.spec.containers.flatMap((one) => variablesOf(one, gateway.namespace, cluster));
        const lookup = (name: string) => variables.find((one) => one.name === name)?.value;
        return Object.entries(map.data ?? {}).map(([entry, text]) => ({
          gateway,
          map,
          entry,
          routes: readRoutes(entry, text, lookup),
        }));
      }),
  );

const destinationsOf = ({ namespace }: Running, cluster: Cluster, all: readonly Running[]): Destination[] => {
  const services = cluster.Service.filter(({ metadata }) => (metadata.namespace ?? undefined) === namespace);
  const ports = new Map(
    services.map(({ metadata, spec }) => [metadata.name, (spec.ports ?? []).map(({ port }) => port)]),
  );
  const workloads = all.filter((one) => one.namespace === namespace).map(({ resource }) => resource.name);
  return [...new Set([...ports.keys(), ...workloads])].map((name) => ({ name, ports: ports.get(name) ?? [] }));
};

/** A list of things with addresses is a route table when most of it leads somewhere that exists. */
const isTable = (routes: readonly Route[], { byName }: Names): boolean =>
  routes.length > 1 && routes.filter((route) => byName.has(hostName(route))).length * 2 > routes.length;

/** The ConfigMaps that all variables of a workload's containers come from: those of a registry are shared by its members. */
const sources = ({ spec }: Running): string[] =>
  spec.containers.flatMap(({ envFrom }) => (envFrom ?? []).flatMap(({ configMapRef }) => configMapRef?.name ?? []));

const found = (
  { gateway, routes }: Table,
  cluster: Cluster,
  all: readonly Running[],
  topology?: Topology,
): Misrouted[] => {
  const destinations = destinationsOf(gateway, cluster, all);
  const names = namesOf(destinations);
  if (!isTable(routes, names)) return [];
  const faults = misrouted(routes, names);
  const shared = sources(gateway);
  const alike = (name: string): boolean => {
    const one = all.find(({ resource, namespace }) => resource.name === name && namespace === gateway.namespace);
    return one !== undefined && shared.every((source) => sources(one).includes(source));
  };
  // A route that leads astray is why another destination has none.
  return faults.length > 0 ? faults : unrouted(gateway.resource.name, routes, destinations, topology, alike);
};

/** Services that the route table of a gateway does not lead to as it says: told of the service that is not reached. */
export const gateways: Detector = ({ cluster, topology }) => {
  const all = runningOf(cluster);
  return tablesOf(cluster, all).flatMap((table): Finding[] => {
    if (table.routes.length < 2) return [];
    const { gateway, map, entry } = table;
    return found(table, cluster, all, topology).map(({ name, says, sureness }) => {
      const about = all.find(({ resource, namespace }) => resource.name === name && namespace === gateway.namespace);
      const namespace = gateway.namespace === undefined ? {} : { namespace: gateway.namespace };
      return {
        fact: 'route_misdirected',
        summary: `${gateway.resource.name}: ${says}`,
        resource: about?.resource ?? { kind: 'Service', ...namespace, name },
        data: { gateway: gateway.resource.name, configMap: map.metadata.name },
        strength: sureness,
        pointer: `kubernetes.json ConfigMap/${gateway.namespace ?? ''}/${map.metadata.name}/data/${entry}`,
      };
    });
  });
};
