import { applyPatch } from 'rfc6902';
import type { KubernetesObject } from '../../core/evidence/ports.ts';
import { resourceKey } from '../../core/incident/resource.ts';
import { PreconditionFailed } from '../../core/remediation/errors.ts';
import type { JsonPatchOperation } from '../../core/remediation/json-patch.ts';
import type { KubernetesWriter } from '../../core/remediation/kubernetes/port.ts';

/** A cluster of plain objects: `patch` is all or nothing, a failed `test` is a `PreconditionFailed`. */
export const fakeCluster = (objects: Record<string, KubernetesObject>) => {
  const calls: { target: string; operations: readonly JsonPatchOperation[] }[] = [];
  const cluster: KubernetesWriter = {
    get: async (target) => structuredClone(objects[resourceKey(target)]),
    list: async (kind, namespace) =>
      Object.keys(objects)
        .filter((key) => key.startsWith(`${kind}/${namespace}/`))
        .map((key) => structuredClone(objects[key] ?? {})),
    patch: async (target, operations) => {
      const key = resourceKey(target);
      calls.push({ target: key, operations });
      const next = structuredClone(objects[key]);
      if (next === undefined) throw new PreconditionFailed(`${key} not found`);
      const failed = applyPatch(next, structuredClone([...operations])).find((error) => error !== null);
      if (failed !== undefined) throw new PreconditionFailed(failed.message);
      objects[key] = next;
      return structuredClone(next);
    },
  };
  return { cluster, objects, calls };
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
