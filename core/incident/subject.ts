import type { Incident } from './incident.ts';
import { type Resource, resourceKey } from './resource.ts';

type Dimensions = Readonly<Record<string, string>>;

/** What the dimensions of a CloudWatch metric name, the most particular first. */
const rows: readonly ((dimensions: Dimensions) => Resource | undefined)[] = [
  ({ DBInstanceIdentifier: name }) => (name === undefined ? undefined : { kind: 'DBInstance', name }),
  ({ FunctionName: name }) => (name === undefined ? undefined : { kind: 'Function', name }),
  ({ ClusterName, ServiceName }) =>
    ClusterName === undefined || ServiceName === undefined
      ? undefined
      : { kind: 'EcsService', name: `${ClusterName}/${ServiceName}` },
  // Container Insights reports a pod under the name of its workload, other exporters under its own.
  ({ Namespace: namespace, PodName: name }) =>
    namespace === undefined || name === undefined ? undefined : { kind: 'Pod', namespace, name },
  ({ NodeName: name }) => (name === undefined ? undefined : { kind: 'Node', name }),
  ({ Service: name }) => (name === undefined ? undefined : { kind: 'Service', name }),
  ({ Namespace: name }) => (name === undefined ? undefined : { kind: 'Namespace', name }),
  ({ ClusterName: name }) => (name === undefined ? undefined : { kind: 'Cluster', name }),
];

/** The thing that a metric with these dimensions measures; undefined where they name none that is known. */
export const measuredBy = (dimensions: Dimensions): Resource | undefined => {
  for (const row of rows) {
    const resource = row(dimensions);
    if (resource !== undefined) return resource;
  }
  return undefined;
};

/**
 * What an incident is about: its resource, and where no runbook named one, what the alarm's dimensions name, or the alarm
 * itself.
 */
export const subjectOf = ({ alarm, resource }: Pick<Incident, 'alarm' | 'resource'>): Resource => {
  if (resource.kind !== 'Alarm') return resource;
  const [named] = alarm.metrics.flatMap(({ dimensions }) => measuredBy(dimensions) ?? []);
  return named ?? resource;
};

/** The names that controllers give to the pods of a workload. */
const podOf = (workload: string): RegExp =>
  new RegExp(`^${workload.replace(/[^a-z0-9-]/g, '.')}(?:-[a-z0-9]{5,10})?-(?:[a-z0-9]{5}|\\d{1,3})$`);

/** True for what the incident is about, and for what lies within it: a workload of the namespace, the workload of a pod. */
export const isWithin = (resource: Resource, subject: Resource): boolean => {
  const { kind, namespace, name } = resource;
  if (resourceKey(resource) === resourceKey(subject)) return true;
  switch (subject.kind) {
    // An alarm that names nothing, or a whole cluster, is about everything that was looked at.
    case 'Alarm':
    case 'Cluster':
      return true;
    // A namespace stands on nodes, and on volumes and whatever else belongs to no namespace.
    case 'Namespace':
      return namespace === undefined || namespace === subject.name || (kind === 'Namespace' && name === subject.name);
    // Metrics name a pod or its workload; a pod's name begins with its workload's.
    case 'Pod':
      return namespace === subject.namespace && (subject.name === name || subject.name.startsWith(`${name}-`));
    // An exporter that names pods where another names workloads: the runbook took the name for the workload's.
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
      return namespace === subject.namespace && podOf(name).test(subject.name);
    // Exporters call a workload a service.
    case 'Service':
      return name === subject.name;
    default:
      return false;
  }
};
