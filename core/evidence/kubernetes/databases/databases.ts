import { type Resource, resourceKey } from '../../../incident/resource.ts';
import type { Topology } from '../../gathered.ts';
import type { Cluster } from '../cluster.ts';
import type { Service } from '../objects.ts';
import type { PodSpec } from '../pod-spec.ts';
import { selects, type WorkloadNames } from '../workload-names.ts';

export type Database = {
  workload: Resource;
  engine: string;
  /** The Services that lead to it. */
  services: readonly Service[];
  /** Ports that it or its Services offer. */
  ports: ReadonlySet<number>;
};

const engines: readonly { engine: string; named: RegExp }[] = [
  { engine: 'mysql', named: /mysql|mariadb|percona|xtradb|vitess/i },
  { engine: 'postgresql', named: /postgres|postgis|timescale|cockroach|spilo/i },
  { engine: 'mongodb', named: /mongo/i },
  { engine: 'redis', named: /redis|valkey|keydb|dragonfly/i },
  { engine: 'oracle', named: /oracle.*(?:database|xe|free)/i },
  { engine: 'sqlserver', named: /mssql|sqlserver|azure-sql-edge/i },
];

/** Programs that watch, back up or stand before a database are not one. */
const beside = /exporter|backup|proxy|operator|client|admin|metrics|router|pgbouncer|insight|commander/i;

const lastPart = (image: string): string => image.replace(/[@:][^/]*$/, '').replace(/^.*\//, '');

/** The engine a pod runs, by the images of its containers. */
const engineOf = ({ containers }: PodSpec): string | undefined => {
  for (const { image } of containers) {
    const name = lastPart(image ?? '');
    const engine = beside.test(name) ? undefined : engines.find(({ named }) => named.test(name))?.engine;
    if (engine !== undefined) return engine;
  }
  return undefined;
};

/** Where images are not known, the name of a workload and of its container must both say so. */
const engineByName = (name: string, { containers }: PodSpec): string | undefined =>
  engines.find(
    ({ named }) => named.test(name) && !beside.test(name) && containers.some((container) => named.test(container.name)),
  )?.engine;

/** The databases of a cluster that run in it. */
export const databasesOf = (cluster: Cluster): Database[] => {
  const found = new Map<string, Database>();
  for (const pod of cluster.Pod) {
    const workload = cluster.owners.ofPod(pod);
    const key = resourceKey(workload);
    const engine = engineOf(pod.spec) ?? engineByName(workload.name, pod.spec);
    if (engine === undefined || found.has(key)) continue;
    const services = cluster.Service.filter(
      ({ metadata, spec }) =>
        metadata.namespace === pod.metadata.namespace && selects(spec.selector ?? {}, pod.metadata.labels),
    );
    const ports = new Set([
      ...services.flatMap(({ spec }) => (spec.ports ?? []).map(({ port }) => port)),
      ...pod.spec.containers.flatMap((container) => (container.ports ?? []).map(({ containerPort }) => containerPort)),
    ]);
    found.set(key, { workload, engine, services, ports });
  }
  return [...found.values()];
};

/** What is known of a client's configuration: values it was given by name, plainly or out of a ConfigMap. */
export const configurationOf = (
  cluster: Cluster,
  namespace: string | undefined,
  spec: PodSpec,
): Map<string, string> => {
  const values = new Map<string, string>();
  const configMap = (name: string | null | undefined) =>
    cluster.ConfigMap.find(({ metadata }) => metadata.name === name && (metadata.namespace ?? undefined) === namespace);
  for (const { env, envFrom } of [...(spec.initContainers ?? []), ...spec.containers]) {
    for (const { configMapRef } of envFrom ?? []) {
      for (const [key, value] of Object.entries(configMap(configMapRef?.name)?.data ?? {})) values.set(key, value);
    }
    for (const { name, value, valueFrom } of env ?? []) {
      const ref = valueFrom?.configMapKeyRef;
      const given = value ?? configMap(ref?.name)?.data?.[ref?.key ?? ''];
      if (given !== undefined) values.set(name, given);
    }
  }
  return values;
};

/** The names by which a client reaches a database; longest first, because one may begin with another. */
const namesOf = ({ workload, services }: Database): string[] =>
  [workload.name, ...services.map(({ metadata }) => metadata.name)].toSorted((a, b) => b.length - a.length);

/** True when a text names the database and no other thing whose name only holds it. */
export const mentions = (text: string, database: Database): boolean =>
  namesOf(database).some((name) => {
    const at = text.indexOf(name);
    if (at < 0) return false;
    const before = text[at - 1] ?? ' ';
    return !/[\w-]/.test(before);
  });

/** Databases that may have written, or be meant by, such lines; all of them where the lines name no engine. */
const byEngine = (databases: readonly Database[], lines: readonly string[]): readonly Database[] => {
  const said = engines.filter(({ named }) => lines.some((line) => named.test(line))).map(({ engine }) => engine);
  const fitting = databases.filter(({ engine }) => said.includes(engine));
  return fitting.length === 0 ? databases : fitting;
};

/**
 * The database that a client uses: the one its configuration, its own lines or the call graph name; else the one named after
 * the client; else the only one that is not named after another workload and so belongs to that. Undefined where nothing
 * decides.
 */
export const databaseOf = (
  seen: { cluster: Cluster; topology?: Topology },
  names: WorkloadNames,
  all: readonly Database[],
  client: Resource,
  lines: readonly string[],
): Database | undefined => {
  const databases = byEngine(all, lines);
  const spec = names.podsOf(client)[0]?.spec;
  const config = spec === undefined ? [] : [...configurationOf(seen.cluster, client.namespace, spec).values()];
  const called = (seen.topology?.edges ?? []).filter(({ from }) => from === client.name).map(({ to }) => to);
  for (const texts of [lines, config, called]) {
    const named = databases.find((database) => texts.some((text) => mentions(text, database)));
    if (named !== undefined) return named;
  }
  const near = databases.filter(({ workload }) => workload.namespace === client.namespace);
  const own = near.filter(({ workload }) => workload.name.startsWith(client.name));
  const others = (['Deployment', 'StatefulSet'] as const)
    .flatMap((kind) => seen.cluster[kind].map(({ metadata }) => metadata.name))
    .filter((name) => !near.some(({ workload }) => workload.name === name));
  const shared = near.filter(({ workload }) => !others.some((name) => workload.name.startsWith(name)));
  return [near, own, shared].find(({ length }) => length === 1)?.[0];
};
