import type { KubernetesObject } from '../../../core/evidence/ports.ts';
import { kubernetesTime, uid } from '../names.ts';
import { podsAt, type Rollout, type RolloutSpec, setOf, toldAt } from './rollout.ts';

const revisionAnnotation = 'deployment.kubernetes.io/revision';
/** Kubernetes gives a rollout this long by default before it says that it does not get on. */
const deadlineMs = 600_000;

/** The reference to whoever keeps an object. */
export const owner = (apiVersion: string, kind: string, { namespace }: RolloutSpec, name: string) => ({
  apiVersion,
  kind,
  name,
  uid: uid(`${kind}/${namespace}/${name}`),
  controller: true,
  blockOwnerDeletion: true,
});

/** The stored part of the apps/v1 Deployment: what a patch can change. */
export const storedDeployment = ({ spec, sets, history }: Rollout): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: spec.name,
    namespace: spec.namespace,
    uid: uid(`Deployment/${spec.namespace}/${spec.name}`),
    creationTimestamp: kubernetesTime(history[0].at),
    generation: history.length,
    resourceVersion: '1000',
    labels: { app: spec.name },
  },
  spec: {
    replicas: spec.replicas,
    selector: { matchLabels: { app: spec.name } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: deadlineMs / 1000,
    template: structuredClone(sets.at(-1)?.template),
  },
});

/** The revision that the controller writes, beside whatever annotations there are. */
export const revisionOf = (rollout: Rollout, t: Date): Record<string, string> => ({
  [revisionAnnotation]: String(setOf(rollout, toldAt(rollout, t).hash).revision),
});

/** The computed status of the Deployment. */
export const deploymentStatus = (rollout: Rollout, t: Date) => {
  const { at, hash, replicas } = toldAt(rollout, t);
  const pods = podsAt(rollout, t);
  const ready = pods.filter((pod) => pod.ready).length;
  const updated = pods.filter(({ set }) => set.hash === hash);
  const done = updated.length === replicas && updated.every((pod) => pod.ready);
  const late = !done && t.getTime() - at.getTime() >= deadlineMs;
  const set = `${rollout.spec.name}-${hash}`;
  const condition = (type: string, ok: boolean, reason: string, message: string) => ({
    type,
    status: ok ? 'True' : 'False',
    reason,
    message,
    lastUpdateTime: kubernetesTime(late ? new Date(at.getTime() + deadlineMs) : at),
    lastTransitionTime: kubernetesTime(late ? new Date(at.getTime() + deadlineMs) : rollout.history[0].at),
  });
  const progress = done
    ? condition('Progressing', true, 'NewReplicaSetAvailable', `ReplicaSet "${set}" has successfully progressed.`)
    : late
      ? condition('Progressing', false, 'ProgressDeadlineExceeded', `ReplicaSet "${set}" has timed out progressing.`)
      : condition('Progressing', true, 'ReplicaSetUpdated', `ReplicaSet "${set}" is progressing.`);
  return {
    observedGeneration: rollout.history.length,
    replicas: pods.length,
    updatedReplicas: updated.length,
    readyReplicas: ready,
    availableReplicas: ready,
    ...(pods.length === ready ? {} : { unavailableReplicas: pods.length - ready }),
    conditions: [
      condition('Available', true, 'MinimumReplicasAvailable', 'Deployment has minimum availability.'),
      progress,
    ],
  };
};

/** The ReplicaSets: one for each template that was rolled out, with the pods it has at `t`. */
export const replicaSets = (rollout: Rollout, t: Date): KubernetesObject[] => {
  const { spec, sets } = rollout;
  const pods = podsAt(rollout, t);
  return sets.map(({ hash, template, createdAt, revision }) => {
    const own = pods.filter(({ set }) => set.hash === hash);
    const ready = own.filter((pod) => pod.ready).length;
    const labels = { ...template.metadata.labels, 'pod-template-hash': hash };
    const name = `${spec.name}-${hash}`;
    return {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name,
        namespace: spec.namespace,
        uid: uid(`ReplicaSet/${spec.namespace}/${name}`),
        creationTimestamp: kubernetesTime(createdAt),
        labels,
        annotations: {
          [revisionAnnotation]: String(revision),
          'deployment.kubernetes.io/desired-replicas': String(spec.replicas),
        },
        ownerReferences: [owner('apps/v1', 'Deployment', spec, spec.name)],
      },
      spec: {
        replicas: own.length,
        selector: { matchLabels: labels },
        template: { ...structuredClone(template), metadata: { ...template.metadata, labels } },
      },
      status: { replicas: own.length, readyReplicas: ready, availableReplicas: ready, observedGeneration: 1 },
    };
  });
};
