import { type Resource, resourceKey } from '../../../incident/resource.ts';
import type { Cluster } from '../cluster.ts';
import { eventTime } from '../events.ts';
import type { Workload } from '../objects.ts';
import type { PodSpec } from '../pod-spec.ts';

/** Something that should have created pods and has fewer than it wants. */
export type Short = {
  /** The controller that creates the pods: a ReplicaSet, StatefulSet or DaemonSet. */
  kind: 'ReplicaSet' | 'StatefulSet' | 'DaemonSet';
  name: string;
  namespace: string;
  resource: Resource;
  template?: PodSpec;
  missing: number;
  /** What the API server last said when it refused one, and when; nothing when that is not known. */
  message?: string;
  time?: string;
};

const lacking = (kind: Short['kind'], { spec, status }: Workload): number => {
  if (status == null) return 0;
  return kind === 'DaemonSet'
    ? (status.desiredNumberScheduled ?? 0) - (status.currentNumberScheduled ?? status.desiredNumberScheduled ?? 0)
    : (spec?.replicas ?? 1) - (status.replicas ?? 0);
};

type Kind = Short['kind'];
const kinds = ['ReplicaSet', 'StatefulSet', 'DaemonSet'] as const;
type Said = {
  kind: Kind;
  name: string;
  namespace: string;
  message: string;
  time?: string;
  times: number;
  /** What the event is about, where it is told of the Deployment or of the pod that was not created. */
  of?: { kind: string; name: string };
};

const keyOf = ({ kind, name, namespace }: Pick<Said, 'kind' | 'name' | 'namespace'>): string =>
  `${kind}/${namespace}/${name}`;

/** Of refusals of one second the one that is repeated is the one that goes on. */
const isLater = (a: Said, b: Said | undefined): boolean =>
  b === undefined || ((a.time ?? '').localeCompare(b.time ?? '') || a.times - b.times) > 0;

/** What each controller was last told when it wanted to create a pod. */
const lastRefusals = ({ Event }: Cluster, since: Date): ReadonlyMap<string, Said> => {
  const last = new Map<string, Said>();
  for (const event of Event) {
    const { involvedObject, message, reason, metadata } = event;
    const indirect = involvedObject.kind === 'Deployment' || involvedObject.kind === 'Pod';
    const kind = indirect ? 'ReplicaSet' : kinds.find((one) => one === involvedObject.kind);
    const time = eventTime(event);
    const isOld = time !== undefined && new Date(time) < since;
    if (kind === undefined || reason !== 'FailedCreate' || message == null || isOld) continue;
    const namespace = involvedObject.namespace ?? metadata?.namespace ?? '';
    const times = event.count ?? 1;
    const said = {
      kind,
      name: involvedObject.name,
      namespace,
      message,
      times,
      ...(time === undefined ? {} : { time }),
      ...(indirect ? { of: { kind: involvedObject.kind, name: involvedObject.name } } : {}),
    };
    if (isLater(said, last.get(keyOf(said)))) last.set(keyOf(said), said);
  }
  return last;
};

/** A Deployment repeats what its newest ReplicaSet was told. */
const conditionOf = (cluster: Cluster, { kind, namespace, name }: Resource): string | undefined => {
  const isThis = ({ metadata }: Workload): boolean => metadata.name === name && metadata.namespace === namespace;
  const owner = kind === 'Deployment' ? cluster.Deployment.find(isThis) : undefined;
  return (
    owner?.status?.conditions?.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True')?.message ??
    undefined
  );
};

const tells = ({ message, time }: Partial<Said>): Pick<Short, 'message' | 'time'> => ({
  ...(message === undefined ? {} : { message }),
  ...(time === undefined ? {} : { time }),
});

const listedShort = (cluster: Cluster, said: ReadonlyMap<string, Said>): Short[] =>
  kinds.flatMap((kind) =>
    cluster[kind].flatMap((controller): Short[] => {
      const missing = lacking(kind, controller);
      if (missing <= 0) return [];
      const { name } = controller.metadata;
      const namespace = controller.metadata.namespace ?? '';
      const resource = cluster.owners.ofNamed({ kind, name }, controller.metadata.namespace ?? undefined);
      const { message = conditionOf(cluster, resource), time } = said.get(keyOf({ kind, name, namespace })) ?? {};
      const template = controller.spec?.template?.spec ?? undefined;
      const told = tells({ ...(message === undefined ? {} : { message }), ...(time === undefined ? {} : { time }) });
      return [{ kind, name, namespace, resource, missing, ...(template === undefined ? {} : { template }), ...told }];
    }),
  );

/** Every replica that the Deployment wants is ready: what was refused once was created since. */
const isComplete = ({ Deployment }: Cluster, { kind, namespace, name }: Resource): boolean =>
  kind === 'Deployment' &&
  Deployment.some(
    ({ metadata, spec, status }) =>
      metadata.name === name &&
      (metadata.namespace ?? undefined) === namespace &&
      (status?.readyReplicas ?? 0) >= (spec?.replicas ?? 1),
  );

/** Deployments that say so themselves, where their ReplicaSets are not listed. */
const saidByDeployments = (cluster: Cluster): Short[] =>
  cluster.seen.has('ReplicaSet')
    ? []
    : cluster.Deployment.flatMap(({ metadata }): Short[] => {
        const namespace = metadata.namespace ?? undefined;
        const resource = cluster.owners.ofNamed({ kind: 'Deployment', name: metadata.name }, namespace);
        const message = conditionOf(cluster, resource);
        if (message === undefined) return [];
        return [{ kind: 'ReplicaSet', name: metadata.name, namespace: namespace ?? '', resource, missing: 1, message }];
      });

/**
 * Controllers that want more pods than there are. A refusal that was overcome is history: whoever has all the pods it
 * wants was not refused. Controllers of a kind that is not listed are believed to be what their events say.
 */
export const shortOfPods = (cluster: Cluster, since: Date): Short[] => {
  const said = lastRefusals(cluster, since);
  const unlisted = [...said.values()].filter(({ kind, of }) => of !== undefined || !cluster.seen.has(kind));
  const believed = unlisted.flatMap(({ kind, name, namespace, message, time, of }): Short[] => {
    const resource = cluster.owners.ofNamed(of ?? { kind, name }, namespace === '' ? undefined : namespace);
    if (isComplete(cluster, resource)) return [];
    return [
      {
        kind,
        name,
        namespace,
        resource,
        missing: 1,
        ...tells({ message, ...(time === undefined ? {} : { time }) }),
      },
    ];
  });
  const told = saidByDeployments(cluster).filter(
    ({ resource }) => !believed.some((one) => resourceKey(one.resource) === resourceKey(resource)),
  );
  return [...listedShort(cluster, said), ...believed, ...told];
};
