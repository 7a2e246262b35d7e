import type { KubernetesObject } from '../../../core/evidence/ports.ts';
import { kubernetesTime, suffix, uid } from '../names.ts';
import { owner } from './deployment.ts';
import { addressFor, nodeFor, nodeNames } from './nodes.ts';
import { type PodNow, podsAt, type Rollout } from './rollout.ts';

/** What the registry answers, as containerd passes it on. */
export const notFound = (image: string): string =>
  `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;

/** What the scheduler says of a pod that asks for more CPU than a node has. */
export const tooMuchCpu = `0/${nodeNames.length} nodes are available: ${nodeNames.length} Insufficient cpu. preemption: 0/${nodeNames.length} nodes are available: ${nodeNames.length} No preemption victims found for incoming pod.`;

/** How often the container of a pod ended, and when it last did. */
export const restartsOf = ({ spec: { restartedAt } }: Rollout, { number, startedAt }: PodNow, t: Date): Date[] =>
  restartedAt !== undefined && number === 0 && startedAt < restartedAt && restartedAt <= t ? [restartedAt] : [];

const condition = (type: string, ok: boolean, at: Date, why: { reason?: string; message?: string } = {}) => ({
  type,
  status: ok ? 'True' : 'False',
  lastTransitionTime: kubernetesTime(at),
  ...(ok ? {} : why),
});

const ended = (at: Date, since: Date, containerID: string) => ({
  exitCode: 1,
  reason: 'Error',
  startedAt: kubernetesTime(since),
  finishedAt: kubernetesTime(at),
  containerID,
});

const statusOf = (rollout: Rollout, pod: PodNow, t: Date) => {
  const { number, set, fate, startedAt, ready } = pod;
  const [{ name, image }] = set.template.spec.containers;
  const scheduled = fate !== 'no-node';
  const why = { reason: 'Unschedulable', message: tooMuchCpu };
  if (!scheduled) return { phase: 'Pending', conditions: [condition('PodScheduled', false, startedAt, why)] };

  const runs = fate !== 'no-image';
  const [restart] = restartsOf(rollout, pod, t);
  const unready = { reason: 'ContainersNotReady', message: `containers with unready status: [${name}]` };
  const id = `containerd://${suffix(`${pod.name} container`, 32)}`;
  const back = restart ?? startedAt;
  return {
    phase: runs ? 'Running' : 'Pending',
    startTime: kubernetesTime(startedAt),
    podIP: addressFor(number),
    hostIP: `10.20.${number % nodeNames.length}.17`,
    conditions: [
      condition('PodScheduled', true, startedAt),
      condition('Initialized', true, startedAt),
      condition('ContainersReady', ready, back, unready),
      condition('Ready', ready, back, unready),
    ],
    containerStatuses: [
      {
        name,
        image,
        ready,
        started: runs,
        restartCount: restart === undefined ? 0 : 1,
        ...(runs ? { containerID: id, imageID: `${image.split(':')[0] ?? image}@sha256:${'0'.repeat(64)}` } : {}),
        state: runs
          ? { running: { startedAt: kubernetesTime(back) } }
          : {
              waiting: {
                reason: 'ImagePullBackOff',
                message: `Back-off pulling image "${image}": ErrImagePull: ${notFound(image)}`,
              },
            },
        lastState: restart === undefined ? {} : { terminated: ended(restart, startedAt, id) },
      },
    ],
  };
};

/** The core/v1 Pods as they are at `t`. */
export const pods = (rollout: Rollout, t: Date): KubernetesObject[] =>
  podsAt(rollout, t).map((pod) => {
    const { spec } = rollout;
    const { name, number, set, fate, startedAt } = pod;
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        namespace: spec.namespace,
        uid: uid(`Pod/${spec.namespace}/${name}`),
        creationTimestamp: kubernetesTime(startedAt),
        labels: { ...set.template.metadata.labels, 'pod-template-hash': set.hash },
        ownerReferences: [owner('apps/v1', 'ReplicaSet', spec, `${spec.name}-${set.hash}`)],
      },
      spec: { ...structuredClone(set.template.spec), ...(fate === 'no-node' ? {} : { nodeName: nodeFor(number) }) },
      status: { qosClass: 'Burstable', ...statusOf(rollout, pod, t) },
    };
  });
