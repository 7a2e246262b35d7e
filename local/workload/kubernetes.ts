import { applyPatch } from 'rfc6902';
import * as z from 'zod';
import type { KubernetesObject } from '../../core/evidence/ports.ts';
import { type Resource, resourceKey } from '../../core/incident/resource.ts';
import { PreconditionFailed } from '../../core/remediation/errors.ts';
import type { JsonPatchOperation } from '../../core/remediation/json-patch.ts';
import type { KubernetesWriter } from '../../core/remediation/kubernetes/port.ts';
import { type App, settingsAt } from './app.ts';
import { noPolicies } from './intrusions/policies.ts';
import { newAutoscaler, newDeployment } from './deployment.ts';
import { events } from './events.ts';
import { follow, patched, type Stored } from './patch.ts';
import { autoscalerStatus, deploymentStatus, pods, replicaSets } from './pods.ts';

/** `change` is `patch` at once, for what happens from outside. */
export type ClusterApi = KubernetesWriter & {
  change(target: Resource, operations: readonly JsonPatchOperation[]): KubernetesObject;
};

/**
 * The Kubernetes API of the simulated cluster: apps/v1, autoscaling/v2 and core/v1 objects of the apps, and JSON Patch
 * on Deployments and autoscalers. A patch is all or nothing; a `test` that does not hold or a result the API server
 * would not admit throws `PreconditionFailed`.
 */
export const clusterApi = (apps: readonly App[], now: () => Date): ClusterApi => {
  const stored = new Map<string, Stored>(
    apps.flatMap((app): [string, Stored][] => {
      const { namespace, name } = app.spec;
      return [
        [resourceKey({ kind: 'Deployment', namespace, name }), { app, object: newDeployment(app.spec) }],
        [resourceKey({ kind: 'HorizontalPodAutoscaler', namespace, name }), { app, object: newAutoscaler(app.spec) }],
      ];
    }),
  );

  const shown = ({ app, object }: Stored): KubernetesObject => {
    const copy = structuredClone(object);
    if (object['kind'] !== 'Deployment') return { ...copy, status: autoscalerStatus(app, now()) };
    // The autoscaler drives the replicas of its Deployment.
    applyPatch(copy, [{ op: 'replace', path: '/spec/replicas', value: settingsAt(app, now()).minReplicas }]);
    return { ...copy, status: deploymentStatus(app, now()) };
  };

  const ofKind = (kind: string, namespace: string): KubernetesObject[] => {
    const local = apps.filter((app) => app.spec.namespace === namespace);
    const t = now();
    switch (kind) {
      case 'Pod':
        return local.flatMap((app) => pods(app, t));
      case 'ReplicaSet':
        return local.flatMap((app) => replicaSets(app, t));
      case 'Event':
        return local.flatMap((app) => events(app, t));
      case 'Deployment':
      case 'HorizontalPodAutoscaler':
        return [...stored.values()].filter((s) => s.object['kind'] === kind && local.includes(s.app)).map(shown);
      default:
        return [];
    }
  };

  const change: ClusterApi['change'] = (target, operations) => {
    const found = stored.get(resourceKey(target));
    if (found === undefined) throw new PreconditionFailed(`the cluster has no ${resourceKey(target)} to patch`);
    found.object = patched(target, found.object, operations);
    follow(found, now());
    return shown(found);
  };

  return {
    async get(target) {
      const found = stored.get(resourceKey(target));
      if (found !== undefined) return shown(found);
      return ofKind(target.kind, target.namespace ?? '').find((object) => nameOf(object) === target.name);
    },
    async list(kind, namespace) {
      return ofKind(kind, namespace);
    },
    patch: async (target, operations) => change(target, operations),
    ...noPolicies,
    change,
  };
};

const nameOf = (object: KubernetesObject): string =>
  z.object({ metadata: z.object({ name: z.string() }) }).parse(object).metadata.name;
