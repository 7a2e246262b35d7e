import type { Resource } from '../incident/resource.ts';
import { NotPermitted } from '../remediation/errors.ts';

type Kind = { apiVersion: string; plural: string; namespaced: boolean };

const kind = (apiVersion: string, plural: string, namespaced = true): Kind => ({ apiVersion, plural, namespaced });

/** Every kind that is ever read or changed; Secrets and ConfigMaps are not among them. */
const kinds: Readonly<Record<string, Kind>> = {
  Deployment: kind('apps/v1', 'deployments'),
  ReplicaSet: kind('apps/v1', 'replicasets'),
  StatefulSet: kind('apps/v1', 'statefulsets'),
  DaemonSet: kind('apps/v1', 'daemonsets'),
  Pod: kind('v1', 'pods'),
  Event: kind('v1', 'events'),
  Service: kind('v1', 'services'),
  Endpoints: kind('v1', 'endpoints'),
  ResourceQuota: kind('v1', 'resourcequotas'),
  ServiceAccount: kind('v1', 'serviceaccounts'),
  NetworkPolicy: kind('networking.k8s.io/v1', 'networkpolicies'),
  Lease: kind('coordination.k8s.io/v1', 'leases'),
  PersistentVolume: kind('v1', 'persistentvolumes', false),
  StorageClass: kind('storage.k8s.io/v1', 'storageclasses', false),
  PersistentVolumeClaim: kind('v1', 'persistentvolumeclaims'),
  HorizontalPodAutoscaler: kind('autoscaling/v2', 'horizontalpodautoscalers'),
  Node: kind('v1', 'nodes', false),
  Namespace: kind('v1', 'namespaces', false),
};

/** RFC 1123 subdomain, which all names of these kinds are; there is nothing in it that a path could be changed with. */
const name = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

const segment = (what: string, value: string | undefined): string => {
  if (value === undefined || !name.test(value)) {
    throw new NotPermitted(`not a Kubernetes ${what}: ${JSON.stringify(String(value).slice(0, 80))}`);
  }
  return encodeURIComponent(value);
};

const known = (wanted: string): Kind => {
  const found = Object.hasOwn(kinds, wanted) ? kinds[wanted] : undefined;
  if (found === undefined)
    throw new NotPermitted(`no access to Kubernetes kind ${JSON.stringify(wanted.slice(0, 80))}`);
  return found;
};

/** The collection of a kind; the namespace is ignored for kinds that have none. Throws `NotPermitted`. */
export const collectionPath = (wanted: string, namespace: string | undefined): string => {
  const { apiVersion, plural, namespaced } = known(wanted);
  const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return namespaced ? `${base}/namespaces/${segment('namespace', namespace)}/${plural}` : `${base}/${plural}`;
};

/** One object. Throws `NotPermitted` for an unknown kind and for whatever is no name. */
export const objectPath = (target: Resource): string =>
  `${collectionPath(target.kind, target.namespace)}/${segment('name', target.name)}`;

/** An object as RBAC speaks of it: API group (empty for the core group), version and plural. Throws `NotPermitted`. */
export const rbacOf = (wanted: string): { group: string; version: string; resource: string } => {
  const { apiVersion, plural } = known(wanted);
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version, resource: plural };
};

/** What the items of a list do not say of themselves. */
export const typeOf = (wanted: string): { apiVersion: string; kind: string } => ({
  apiVersion: known(wanted).apiVersion,
  kind: wanted,
});
