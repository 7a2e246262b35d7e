import { applyPatch } from 'rfc6902';
import * as z from 'zod';
import type { KubernetesObject } from '../../core/evidence/ports.ts';
import { resourceKey } from '../../core/incident/resource.ts';
import { PreconditionFailed } from '../../core/remediation/errors.ts';
import type { JsonPatchOperation } from '../../core/remediation/json-patch.ts';
import type { KubernetesWriter } from '../../core/remediation/kubernetes/port.ts';

const keyOf = ({ namespace, name }: { namespace: string; name: string }): string =>
  resourceKey({ kind: 'NetworkPolicy', namespace, name });

const Versioned = z.object({ metadata: z.object({ uid: z.string(), resourceVersion: z.string() }) });

/** A cluster of plain objects: `patch` is all or nothing, a failed `test` is a `PreconditionFailed`. */
export const fakeCluster = (objects: Record<string, KubernetesObject>) => {
  const calls: { target: string; operations: readonly JsonPatchOperation[] }[] = [];
  /** Every call that changes something, in order. */
  const order: string[] = [];
  const cluster: KubernetesWriter = {
    get: async (target) => structuredClone(objects[resourceKey(target)]),
    list: async (kind, namespace) =>
      Object.keys(objects)
        .filter((key) => key.startsWith(`${kind}/${namespace}/`))
        .map((key) => structuredClone(objects[key] ?? {})),
    patch: async (target, operations) => {
      const key = resourceKey(target);
      calls.push({ target: key, operations });
      order.push(`patch ${key}`);
      const next = structuredClone(objects[key]);
      if (next === undefined) throw new PreconditionFailed(`${key} not found`);
      const failed = applyPatch(next, structuredClone([...operations])).find((error) => error !== null);
      if (failed !== undefined) throw new PreconditionFailed(failed.message);
      objects[key] = next;
      return structuredClone(next);
    },
    createPolicy: async (policy) => {
      const key = keyOf(policy.metadata);
      order.push(`create ${key}`);
      if (objects[key] !== undefined) throw new PreconditionFailed(`${key} exists`);
      const version = { uid: `uid ${order.length}`, resourceVersion: '1' };
      objects[key] = structuredClone({ ...policy, metadata: { ...policy.metadata, ...version } });
      return structuredClone(objects[key]);
    },
    deletePolicy: async (target, version) => {
      const key = keyOf(target);
      order.push(`delete ${key}`);
      const { uid, resourceVersion } = Versioned.parse(objects[key]).metadata;
      if (uid !== version.uid || resourceVersion !== version.resourceVersion) {
        throw new PreconditionFailed(`${key} is another one`);
      }
      delete objects[key];
    },
  };
  return { cluster, objects, calls, order };
};

export const deployment = (limit: string | undefined, container = 'app'): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { namespace: 'checkout', name: 'payments-api' },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [
          { name: 'proxy', resources: { limits: { memory: '64Mi' } } },
          { name: container, resources: limit === undefined ? {} : { limits: { memory: limit, cpu: '500m' } } },
        ],
      },
    },
  },
});

export const autoscaler = (minReplicas: number | undefined, maxReplicas = 10, scales = 'payments-api') => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { namespace: 'checkout', name: 'payments-api' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: scales },
    ...(minReplicas === undefined ? {} : { minReplicas }),
    maxReplicas,
  },
});

export const node = (unschedulable?: boolean): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'ip-10-0-1-7.eu-central-1.compute.internal', resourceVersion: '41' },
  spec: { podCIDR: '10.0.1.0/24', ...(unschedulable === undefined ? {} : { unschedulable }) },
});

/** The same cluster in which somebody changes an object right after it was read. */
export const changedAfterRead = (cluster: KubernetesWriter, change: () => void): KubernetesWriter => ({
  ...cluster,
  get: async (target) => {
    const read = await cluster.get(target);
    change();
    return read;
  },
});

export const deploymentKey = 'Deployment/checkout/payments-api';
export const nodeKey = 'Node/ip-10-0-1-7.eu-central-1.compute.internal';
export const autoscalerKey = 'HorizontalPodAutoscaler/checkout/payments-api';
