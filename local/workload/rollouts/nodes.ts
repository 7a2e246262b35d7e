import type { KubernetesObject } from '../../../core/evidence/ports.ts';
import { kubernetesTime, uid } from '../names.ts';

/** CPUs that a node of four has for pods: the kubelet keeps 80m of the smaller sizes for itself on EKS. */
export const allocatableCpu = 3.92;

/** The nodes of the cluster. */
export const nodeNames: readonly string[] = [0, 1, 2].map((n) => `ip-10-20-${n}-17.eu-central-1.compute.internal`);

/** The node that carries the pod of this number. */
export const nodeFor = (number: number): string => nodeNames[number % nodeNames.length] ?? '';

/** The address of that pod in the VPC. */
export const addressFor = (number: number): string => `10.20.${number % nodeNames.length}.${31 + number}`;

const days = 86_400_000;

/** The core/v1 Nodes: ready, without taints, and with room for what usually runs. */
export const nodes = (t: Date): KubernetesObject[] =>
  nodeNames.map((name, index) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: uid(`Node/${name}`),
      resourceVersion: '1000',
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/arch': 'arm64',
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': 'm7g.xlarge',
        'topology.kubernetes.io/zone': `eu-central-1${'abc'[index] ?? 'a'}`,
      },
    },
    spec: {},
    status: {
      capacity: { cpu: '4', memory: '15896Mi', pods: '58' },
      allocatable: { cpu: '3920m', memory: '14880Mi', pods: '58' },
      conditions: ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map((type) => ({
        type,
        status: type === 'Ready' ? 'True' : 'False',
        reason: type === 'Ready' ? 'KubeletReady' : `KubeletHasNo${type}`,
        lastHeartbeatTime: kubernetesTime(t),
        lastTransitionTime: kubernetesTime(new Date(t.getTime() - 9 * days)),
      })),
    },
  }));
