import { applyPatch } from 'rfc6902';
import * as z from 'zod';
import type { KubernetesObject } from '../../../core/evidence/ports.ts';
import { type Resource, resourceKey } from '../../../core/incident/resource.ts';
import { PreconditionFailed } from '../../../core/remediation/errors.ts';
import type { JsonPatchOperation } from '../../../core/remediation/json-patch.ts';
import type { KubernetesWriter } from '../../../core/remediation/kubernetes/port.ts';
import type { Workload } from '../world.ts';
import { type IntrudedPod, type IntrudedSpec, newDeployment, podObject, podsOf, replicaSet } from './objects.ts';
import { simulatedPolicies } from './policies.ts';

/** What the API server admits after a patch: here nothing but the labels of a Deployment may change. */
const Patched = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string(), labels: z.record(z.string(), z.string()) }),
  spec: z.unknown(),
});

/** Deployments in which somebody is who should not be, and whether they are cut off. */
export type Intrusions = Workload & {
  /** Their writer: the NetworkPolicies of the whole cluster are kept here. */
  kubernetes: KubernetesWriter;
  /** The pods of a Deployment, as agents on the nodes name them. Throws for one that is not simulated. */
  pods(name: string): readonly IntrudedPod[];
  /** Since when no pod of it can be reached or reach anything, as of `t`; undefined while one can. */
  isolatedSince(name: string, t: Date): Date | undefined;
};

const named = (object: KubernetesObject): string =>
  z.object({ metadata: z.object({ name: z.string() }) }).parse(object).metadata.name;

const patched = (target: Resource, object: KubernetesObject, operations: readonly JsonPatchOperation[]) => {
  const next = structuredClone(object);
  const failed = applyPatch(next, structuredClone([...operations])).find((error) => error !== null);
  if (failed !== undefined) throw new PreconditionFailed(`${resourceKey(target)}: ${failed.message}`);
  const admitted = Patched.safeParse(next);
  if (!admitted.success || JSON.stringify(admitted.data.spec) !== JSON.stringify(object['spec'])) {
    throw new PreconditionFailed(`${resourceKey(target)}: only labels may be changed`);
  }
  const { metadata } = admitted.data;
  return { ...next, metadata: { ...metadata, resourceVersion: String(Number(metadata.resourceVersion) + 1) } };
};

/**
 * Deployments that run since three days, and the NetworkPolicies of their cluster. They publish no metric and have no alarm of
 * CloudWatch: what agents saw in them is told by whoever plays it, from `pods`, and stops having an effect from
 * `isolatedSince` on.
 */
export const simulatedIntrusions = (specs: readonly IntrudedSpec[], now: () => Date): Intrusions => {
  const start = now();
  const policies = simulatedPolicies(now);
  const known = specs.map((spec) => ({ spec, pods: podsOf(spec), object: newDeployment(spec, start) }));
  const find = (name: string): (typeof known)[number] => {
    const found = known.find(({ spec }) => spec.name === name);
    if (found === undefined) throw new Error(`no simulated Deployment ${name} is intruded`);
    return found;
  };

  const ofKind = (kind: string, namespace: string): KubernetesObject[] => {
    const local = known.filter(({ spec }) => spec.namespace === namespace);
    switch (kind) {
      case 'Deployment':
        return local.map(({ spec: { replicas }, object }) => ({
          ...structuredClone(object),
          status: { replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas },
        }));
      case 'ReplicaSet':
        return local.map(({ spec }) => replicaSet(spec, start));
      case 'Pod':
        return local.flatMap(({ spec, pods }) => pods.map((pod) => podObject(spec, pod, start)));
      case 'NetworkPolicy':
        return policies.list(namespace);
      default:
        return [];
    }
  };

  const kubernetes: KubernetesWriter = {
    get: async ({ kind, namespace = '', name }) => ofKind(kind, namespace).find((object) => named(object) === name),
    list: async (kind, namespace) => ofKind(kind, namespace),
    async patch(target, operations) {
      const found = known.find(
        ({ spec }) => target.kind === 'Deployment' && spec.namespace === target.namespace && spec.name === target.name,
      );
      if (found === undefined) throw new PreconditionFailed(`the cluster has no ${resourceKey(target)} to patch`);
      found.object = patched(target, found.object, operations);
      return structuredClone(found.object);
    },
    createPolicy: policies.createPolicy,
    deletePolicy: policies.deletePolicy,
  };

  return {
    subjects: [],
    metrics: { read: async (queries) => queries.map(({ id }) => ({ id, points: [] })) },
    readers: { kubernetes: { get: kubernetes.get, list: kubernetes.list } },
    writers: { kubernetes },
    kubernetes,
    pods: (name) => find(name).pods,
    isolatedSince(name, t) {
      const { spec, pods } = find(name);
      const since = pods.map(({ labels }) => policies.deniedSince(spec.namespace, labels, t));
      return since.includes(undefined)
        ? undefined
        : since.filter((at) => at !== undefined).toSorted((a, b) => b.getTime() - a.getTime())[0];
    },
  };
};
