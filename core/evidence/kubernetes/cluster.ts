import * as z from 'zod';
import {
  Autoscaler,
  Claim,
  ConfigMap,
  Endpoints,
  Event,
  Lease,
  Named,
  NetworkPolicy,
  Node,
  Pod,
  Quota,
  Secret,
  Service,
  StorageClass,
  Volume,
  Workload,
} from './objects.ts';
import { type Owners, ownersOf } from './owners.ts';

/** The kinds that are understood, and what is read of each. A new kind is a row here. */
const schemas = {
  Pod,
  Deployment: Workload,
  StatefulSet: Workload,
  DaemonSet: Workload,
  ReplicaSet: Workload,
  HorizontalPodAutoscaler: Autoscaler,
  Event,
  Service,
  Endpoints,
  Node,
  Lease,
  PersistentVolumeClaim: Claim,
  PersistentVolume: Volume,
  StorageClass,
  ResourceQuota: Quota,
  ServiceAccount: Named,
  Namespace: Named,
  Secret,
  ConfigMap,
  NetworkPolicy,
} as const;
type Kind = keyof typeof schemas;

/** Every object that can be read, by kind; a kind that was not listed is empty. */
export type Listed = { [K in Kind]: z.infer<(typeof schemas)[K]>[] };

/** What was seen of a cluster, as the detectors read it. */
export type Cluster = Listed & {
  /** Kinds of which there was at least one object: of any other kind it is not known whether there is none. */
  seen: ReadonlySet<string>;
  owners: Owners;
};

const Kinded = z.object({ kind: z.string() });

const isKind = (kind: string): kind is Kind => Object.hasOwn(schemas, kind);

/** The objects of a list as one view, and how many of a known kind have an unknown form. Unknown kinds are left out. */
export const clusterOf = (objects: readonly unknown[]): { cluster: Cluster; unreadable: number } => {
  const raw = new Map<Kind, unknown[]>();
  for (const object of objects) {
    const kinded = Kinded.safeParse(object);
    if (!kinded.success || !isKind(kinded.data.kind)) continue;
    raw.set(kinded.data.kind, [...(raw.get(kinded.data.kind) ?? []), object]);
  }
  let unreadable = 0;
  const of = <T>(kind: Kind, schema: z.ZodType<T>): T[] =>
    (raw.get(kind) ?? []).flatMap((object) => {
      const parsed = schema.safeParse(object);
      if (parsed.success) return [parsed.data];
      unreadable += 1;
      return [];
    });
  const listed: Listed = {
    Pod: of('Pod', Pod),
    Deployment: of('Deployment', Workload),
    StatefulSet: of('StatefulSet', Workload),
    DaemonSet: of('DaemonSet', Workload),
    ReplicaSet: of('ReplicaSet', Workload),
    HorizontalPodAutoscaler: of('HorizontalPodAutoscaler', Autoscaler),
    Event: of('Event', Event),
    Service: of('Service', Service),
    Endpoints: of('Endpoints', Endpoints),
    Node: of('Node', Node),
    Lease: of('Lease', Lease),
    PersistentVolumeClaim: of('PersistentVolumeClaim', Claim),
    PersistentVolume: of('PersistentVolume', Volume),
    StorageClass: of('StorageClass', StorageClass),
    ResourceQuota: of('ResourceQuota', Quota),
    ServiceAccount: of('ServiceAccount', Named),
    Namespace: of('Namespace', Named),
    Secret: of('Secret', Secret),
    ConfigMap: of('ConfigMap', ConfigMap),
    NetworkPolicy: of('NetworkPolicy', NetworkPolicy),
  };
  const owners = ownersOf(listed);
  return { cluster: { ...listed, seen: new Set(raw.keys()), owners }, unreadable };
};
