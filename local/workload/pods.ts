import type { KubernetesObject } from '../../core/evidence/ports.ts';
import { memoryText } from '../../core/remediation/quantity.ts';
import { type App, killsOf, podStartedAt, settingsAt, starvedAt } from './app.ts';
import { kubernetesTime, suffix, uid } from './names.ts';

/** A container that was killed needs this long to run again. */
const restartMs = 4_000;

export const replicaSetName = ({ spec }: App, template: number): string =>
  `${spec.name}-${suffix(`${spec.namespace}/${spec.name} template ${template}`, 10)}`;

export const podName = (app: App, number: number, t: Date): string => {
  const set = replicaSetName(app, settingsAt(app, t).template);
  return `${set}-${suffix(`${set} pod ${number}`, 5)}`;
};

/** A Deployment keeps so many old ReplicaSets where it does not say otherwise (`revisionHistoryLimit`). */
const keptSets = 10;

/** The ReplicaSets of the app, the newest one with all the pods. */
export const replicaSets = (app: App, t: Date): KubernetesObject[] => {
  const { spec } = app;
  const current = settingsAt(app, t);
  const shown = Math.min(current.template, 1 + keptSets);
  return Array.from({ length: shown }, (_, index) => {
    const template = current.template - shown + 1 + index;
    const name = replicaSetName(app, template);
    const replicas = template === current.template ? current.minReplicas : 0;
    // One of more than a day ago is older than whatever is known.
    const since = app.history.find((s) => s.template === template) ?? app.history[0];
    return {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name,
        namespace: spec.namespace,
        uid: uid(`ReplicaSet/${spec.namespace}/${name}`),
        creationTimestamp: kubernetesTime(since.at),
        labels: { app: spec.name, 'pod-template-hash': name.slice(spec.name.length + 1) },
        annotations: { 'deployment.kubernetes.io/revision': String(template) },
        ownerReferences: [owner('apps/v1', 'Deployment', spec.namespace, spec.name)],
      },
      spec: { replicas },
      status: { replicas, readyReplicas: template === current.template ? readyCount(app, t) : 0 },
    };
  });
};

const owner = (apiVersion: string, kind: string, namespace: string, name: string) => ({
  apiVersion,
  kind,
  name,
  uid: uid(`${kind}/${namespace}/${name}`),
  controller: true,
  blockOwnerDeletion: true,
});

const runningSince = (app: App, number: number, t: Date): { since: Date; kills: Date[]; running: boolean } => {
  const kills = killsOf(app, number, t);
  const last = kills.at(-1);
  const since = last === undefined ? podStartedAt(app, number, t) : new Date(last.getTime() + restartMs);
  return { since, kills, running: since <= t };
};

/** How many pods of the app are ready: a starved app loses those that are being restarted. */
export const readyCount = (app: App, t: Date): number =>
  Array.from({ length: settingsAt(app, t).minReplicas }, (_, n) => runningSince(app, n, t)).filter((p) => p.running)
    .length;

/** The pods of the app as they are at `t`. */
export const pods = (app: App, t: Date): KubernetesObject[] =>
  Array.from({ length: settingsAt(app, t).minReplicas }, (_, number) => pod(app, number, t));

const pod = (app: App, number: number, t: Date): KubernetesObject => {
  const { spec } = app;
  const settings = settingsAt(app, t);
  const set = replicaSetName(app, settings.template);
  const name = podName(app, number, t);
  const started = podStartedAt(app, number, t);
  const { since, kills, running } = runningSince(app, number, t);
  const killed = kills.at(-1);
  const limit = memoryText(settings.memoryBytes);
  const image = `registry.example.internal/${spec.name}:4.2.0`;
  const id = `containerd://${suffix(`${name} ${kills.length}`, 32)}`;
  const condition = (type: string, ok: boolean) => ({ type, status: ok ? 'True' : 'False' });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: spec.namespace,
      uid: uid(`Pod/${spec.namespace}/${name}`),
      creationTimestamp: kubernetesTime(started),
      labels: { app: spec.name, 'pod-template-hash': set.slice(spec.name.length + 1) },
      ownerReferences: [owner('apps/v1', 'ReplicaSet', spec.namespace, set)],
    },
    spec: {
      nodeName: nodeOf(number),
      restartPolicy: 'Always',
      containers: [
        {
          name: spec.container,
          image,
          resources: {
            requests: { cpu: '250m', memory: '256Mi' },
            limits: { cpu: '1', memory: limit },
          },
        },
      ],
    },
    status: {
      phase: 'Running',
      startTime: kubernetesTime(started),
      conditions: [condition('PodScheduled', true), condition('ContainersReady', running), condition('Ready', running)],
      containerStatuses: [
        {
          name: spec.container,
          image,
          containerID: id,
          ready: running,
          started: running,
          restartCount: kills.length,
          state: running
            ? { running: { startedAt: kubernetesTime(since) } }
            : {
                waiting: {
                  reason: 'CrashLoopBackOff',
                  message: `back-off 10s restarting failed container=${spec.container}`,
                },
              },
          lastState: killed === undefined ? {} : { terminated: terminated(killed, kills.at(-2) ?? started, id) },
        },
      ],
    },
  };
};

const terminated = (at: Date, since: Date, containerID: string) => ({
  exitCode: 137,
  reason: 'OOMKilled',
  startedAt: kubernetesTime(since),
  finishedAt: kubernetesTime(at),
  containerID,
});

/** Two nodes carry the pods in turn. */
export const nodeOf = (number: number): string => `ip-10-20-${number % 2}-17.eu-central-1.compute.internal`;

/** The computed status of the Deployment. */
export const deploymentStatus = (app: App, t: Date) => {
  const replicas = settingsAt(app, t).minReplicas;
  const ready = readyCount(app, t);
  return {
    observedGeneration: 1 + app.changes,
    replicas,
    updatedReplicas: replicas,
    readyReplicas: ready,
    availableReplicas: ready,
    ...(replicas === ready ? {} : { unavailableReplicas: replicas - ready }),
    conditions: [
      {
        type: 'Available',
        status: ready >= replicas * 0.75 ? 'True' : 'False',
        reason: ready >= replicas * 0.75 ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
      },
    ],
  };
};

/** The computed status of the autoscaler: CPU stays low, so the lower bound is what runs. */
export const autoscalerStatus = (app: App, t: Date) => ({
  currentReplicas: settingsAt(app, t).minReplicas,
  desiredReplicas: settingsAt(app, t).minReplicas,
  currentMetrics: [
    {
      type: 'Resource',
      resource: { name: 'cpu', current: { averageUtilization: starvedAt(app, t) ? 44 : 31, averageValue: '90m' } },
    },
  ],
});
