import type { KubernetesObject } from '../../../core/evidence/ports.ts';
import { kubernetesTime, suffix, uid } from '../names.ts';
import { addressFor, nodeFor } from '../rollouts/nodes.ts';

/** A Deployment in which somebody may be who should not: what agents on the nodes see of it is for whoever tells of it. */
export type IntrudedSpec = { cluster: string; namespace: string; name: string; container: string; replicas: number };

const days = 86_400_000;
/** All of it runs for so long. */
export const runsSince = (start: Date): Date => new Date(start.getTime() - 3 * days);

const image = ({ name }: IntrudedSpec): string => `registry.example.internal/${name}:2.7.1`;
const hashOf = ({ namespace, name }: IntrudedSpec): string => suffix(`${namespace}/${name} template`, 10);
const replicaSetName = (spec: IntrudedSpec): string => `${spec.name}-${hashOf(spec)}`;
const selectorOf = ({ name }: IntrudedSpec): Record<string, string> => ({ app: name });

const owner = (apiVersion: string, kind: string, { namespace }: IntrudedSpec, name: string) => ({
  apiVersion,
  kind,
  name,
  uid: uid(`${kind}/${namespace}/${name}`),
  controller: true,
  blockOwnerDeletion: true,
});

const template = (spec: IntrudedSpec) => ({
  metadata: { labels: selectorOf(spec) },
  spec: {
    containers: [
      {
        name: spec.container,
        image: image(spec),
        ports: [{ containerPort: 8080, protocol: 'TCP' }],
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
      },
    ],
    restartPolicy: 'Always',
  },
});

/** The stored part of the apps/v1 Deployment: what a patch can change. */
export const newDeployment = (spec: IntrudedSpec, start: Date): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: spec.name,
    namespace: spec.namespace,
    uid: uid(`Deployment/${spec.namespace}/${spec.name}`),
    creationTimestamp: kubernetesTime(runsSince(start)),
    generation: 1,
    resourceVersion: '1000',
    labels: { app: spec.name },
    annotations: { 'deployment.kubernetes.io/revision': '1' },
  },
  spec: {
    replicas: spec.replicas,
    selector: { matchLabels: selectorOf(spec) },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    template: template(spec),
  },
});

/** Its one ReplicaSet. */
export const replicaSet = (spec: IntrudedSpec, start: Date): KubernetesObject => {
  const labels = { ...selectorOf(spec), 'pod-template-hash': hashOf(spec) };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: replicaSetName(spec),
      namespace: spec.namespace,
      uid: uid(`ReplicaSet/${spec.namespace}/${replicaSetName(spec)}`),
      creationTimestamp: kubernetesTime(runsSince(start)),
      labels,
      ownerReferences: [owner('apps/v1', 'Deployment', spec, spec.name)],
    },
    spec: {
      replicas: spec.replicas,
      selector: { matchLabels: labels },
      template: { ...template(spec), metadata: { labels } },
    },
    status: { replicas: spec.replicas, readyReplicas: spec.replicas, availableReplicas: spec.replicas },
  };
};

/** One pod as an agent on its node names it: nothing here restarts, so that it is the same at all times. */
export type IntrudedPod = {
  name: string;
  uid: string;
  node: string;
  address: string;
  labels: Record<string, string>;
  container: { name: string; image: string; id: string };
};

export const podsOf = (spec: IntrudedSpec): IntrudedPod[] =>
  Array.from({ length: spec.replicas }, (_, number) => {
    const name = `${replicaSetName(spec)}-${suffix(`${replicaSetName(spec)} pod ${number}`, 5)}`;
    const id = uid(`container ${name}`).replaceAll('-', '');
    return {
      name,
      uid: uid(`Pod/${spec.namespace}/${name}`),
      node: nodeFor(number),
      address: addressFor(60 + number),
      labels: { ...selectorOf(spec), 'pod-template-hash': hashOf(spec) },
      container: { name: spec.container, image: image(spec), id: `containerd://${id}${id}` },
    };
  });

/** The core/v1 Pod: isolated or not, it runs on, and what is in it is kept. */
export const podObject = (spec: IntrudedSpec, pod: IntrudedPod, start: Date): KubernetesObject => {
  const at = kubernetesTime(runsSince(start));
  const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
    type,
    status: 'True',
    lastTransitionTime: at,
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace: spec.namespace,
      uid: pod.uid,
      resourceVersion: '1000',
      creationTimestamp: at,
      labels: pod.labels,
      ownerReferences: [owner('apps/v1', 'ReplicaSet', spec, replicaSetName(spec))],
    },
    spec: { ...template(spec).spec, nodeName: pod.node },
    status: {
      phase: 'Running',
      qosClass: 'Burstable',
      startTime: at,
      podIP: pod.address,
      conditions,
      containerStatuses: [
        {
          name: pod.container.name,
          image: pod.container.image,
          containerID: pod.container.id,
          ready: true,
          started: true,
          restartCount: 0,
          state: { running: { startedAt: at } },
          lastState: {},
        },
      ],
    },
  };
};
