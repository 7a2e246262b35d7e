import { applyPatch } from 'rfc6902';
import * as z from 'zod';
import type { KubernetesObject } from '../../../core/evidence/ports.ts';
import { type Resource, resourceKey } from '../../../core/incident/resource.ts';
import { PreconditionFailed } from '../../../core/remediation/errors.ts';
import type { JsonPatchOperation } from '../../../core/remediation/json-patch.ts';
import type { KubernetesWriter } from '../../../core/remediation/kubernetes/port.ts';
import { deploymentStatus, replicaSets, revisionOf, storedDeployment } from './deployment.ts';
import { noPolicies } from '../intrusions/policies.ts';
import { events } from './events.ts';
import { Template } from './fate.ts';
import { nodes } from './nodes.ts';
import { pods } from './pods.ts';
import { rollOut, type Rollout } from './rollout.ts';

/** What the API server admits after a patch. */
const Patched = z.looseObject({
  metadata: z.looseObject({ generation: z.number(), resourceVersion: z.string() }),
  spec: z.looseObject({ replicas: z.int().min(0), template: Template }),
});

const nameOf = (object: KubernetesObject): string =>
  z.object({ metadata: z.object({ name: z.string() }) }).parse(object).metadata.name;

/**
 * The Kubernetes API of Deployments without an autoscaler, and the nodes of their cluster. A patch of a Deployment is all or
 * nothing; a `test` that does not hold or a result that would not be admitted throws `PreconditionFailed`.
 */
export const rolloutsApi = (rollouts: readonly Rollout[], now: () => Date): KubernetesWriter => {
  const stored = new Map(
    rollouts.map((rollout): [string, { rollout: Rollout; object: KubernetesObject }] => {
      const { namespace, name } = rollout.spec;
      return [resourceKey({ kind: 'Deployment', namespace, name }), { rollout, object: storedDeployment(rollout) }];
    }),
  );

  const shown = (rollout: Rollout, object: KubernetesObject): KubernetesObject => {
    const t = now();
    const copy = structuredClone(object);
    applyPatch(copy, [{ op: 'add', path: '/metadata/annotations', value: revisionOf(rollout, t) }]);
    return { ...copy, status: deploymentStatus(rollout, t) };
  };

  const ofKind = (kind: string, namespace: string | undefined): KubernetesObject[] => {
    const t = now();
    const local = rollouts.filter(({ spec }) => spec.namespace === namespace);
    switch (kind) {
      case 'Pod':
        return local.flatMap((one) => pods(one, t));
      case 'ReplicaSet':
        return local.flatMap((one) => replicaSets(one, t));
      case 'Event':
        return local.flatMap((one) => events(one, t));
      case 'Node':
        return nodes(t);
      case 'Deployment':
        return [...stored.values()]
          .filter(({ rollout }) => local.includes(rollout))
          .map(({ rollout, object }) => shown(rollout, object));
      default:
        return [];
    }
  };

  const patched = (target: Resource, operations: readonly JsonPatchOperation[]): KubernetesObject => {
    const found = stored.get(resourceKey(target));
    if (found === undefined) throw new PreconditionFailed(`the cluster has no ${resourceKey(target)} to patch`);
    const next = structuredClone(found.object);
    const failed = applyPatch(next, structuredClone([...operations])).find((error) => error !== null);
    const refused = (message: string, cause?: unknown) =>
      new PreconditionFailed(`${resourceKey(target)}: ${message}`, { cause });
    if (failed !== undefined) throw refused(failed.message, failed);
    const admitted = Patched.safeParse(next);
    if (!admitted.success) throw refused(admitted.error.issues[0]?.message ?? 'invalid');
    const { metadata, spec } = admitted.data;
    const version = String(Number(metadata.resourceVersion) + 1);
    found.object = {
      ...next,
      metadata: { ...metadata, generation: metadata.generation + 1, resourceVersion: version },
    };
    rollOut(found.rollout, spec.template, spec.replicas, now());
    return shown(found.rollout, found.object);
  };

  return {
    get: async (target) => ofKind(target.kind, target.namespace).find((object) => nameOf(object) === target.name),
    list: async (kind, namespace) => ofKind(kind, namespace),
    patch: async (target, operations) => patched(target, operations),
    ...noPolicies,
  };
};
