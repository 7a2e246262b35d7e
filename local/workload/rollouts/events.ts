import { kubernetesTime, uid } from '../names.ts';
import { probedPort } from './fate.ts';
import { addressFor, nodeFor } from './nodes.ts';
import { notFound, tooMuchCpu } from './pods.ts';
import { type PodNow, podsAt, type Rollout } from './rollout.ts';

/** The API server forgets events after an hour. */
const keptMs = 3_600_000;

type What = { type: 'Normal' | 'Warning'; reason: string; message: string; component: string; everySeconds?: number };

/** What is reported of a pod from its start on: once, or again and again. */
const reportsOf = ({ spec }: Rollout, { name, number, set, fate }: PodNow): What[] => {
  const [{ image, readinessProbe }] = set.template.spec.containers;
  const component = 'kubelet';
  if (fate === 'no-node') {
    const from = { component: 'default-scheduler', everySeconds: 300 };
    return [{ type: 'Warning', reason: 'FailedScheduling', message: tooMuchCpu, ...from }];
  }
  const scheduled: What = {
    type: 'Normal',
    reason: 'Scheduled',
    message: `Successfully assigned ${spec.namespace}/${name} to ${nodeFor(number)}`,
    component: 'default-scheduler',
  };
  const pulling: What = { type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"`, component };
  if (fate === 'no-image') {
    const why = `Failed to pull image "${image}": ${notFound(image)}`;
    return [
      scheduled,
      { ...pulling, everySeconds: 150 },
      { type: 'Warning', reason: 'Failed', message: why, component, everySeconds: 150 },
      { type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull', component, everySeconds: 150 },
      { type: 'Normal', reason: 'BackOff', message: `Back-off pulling image "${image}"`, component, everySeconds: 15 },
    ];
  }
  if (fate !== 'unready') return [scheduled, pulling];
  const at = `${addressFor(number)}:${probedPort(set.template, spec.program)}`;
  const path = readinessProbe?.httpGet.path ?? '/';
  const message = `Readiness probe failed: Get "http://${at}${path}": dial tcp ${at}: connect: connection refused`;
  return [scheduled, pulling, { type: 'Warning', reason: 'Unhealthy', message, component, everySeconds: 10 }];
};

const event = (
  { spec: { namespace } }: Rollout,
  { kind, name }: { kind: string; name: string },
  { type, reason, message, component, everySeconds }: What,
  [first, t]: [Date, Date],
) => {
  const every = (everySeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const again = Number.isFinite(every) ? Math.floor((t.getTime() - first.getTime()) / every) : 0;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${uid(`${kind}/${name}/${reason}/${message}`).slice(0, 13)}`, namespace },
    involvedObject: { kind, namespace, name, uid: uid(`${kind}/${namespace}/${name}`) },
    type,
    reason,
    message,
    source: { component },
    firstTimestamp: kubernetesTime(first),
    lastTimestamp: kubernetesTime(again === 0 ? first : new Date(first.getTime() + again * every)),
    count: again + 1,
  };
};

/** The core/v1 Events that the API server still holds at `t`: of the pods that are there, and of the rollouts. */
export const events = (rollout: Rollout, t: Date) => {
  const { spec, history } = rollout;
  const scaled = history
    .filter(({ at }) => at <= t)
    .map(({ at, hash }): [What, Date] => {
      const message = `Scaled up replica set ${spec.name}-${hash} from 0 to 1`;
      return [{ type: 'Normal', reason: 'ScalingReplicaSet', message, component: 'deployment-controller' }, at];
    });
  return [
    ...podsAt(rollout, t).flatMap((pod) =>
      reportsOf(rollout, pod).map((what) => event(rollout, { kind: 'Pod', name: pod.name }, what, [pod.startedAt, t])),
    ),
    ...scaled.map(([what, at]) => event(rollout, { kind: 'Deployment', name: spec.name }, what, [at, t])),
  ].filter(({ lastTimestamp }) => t.getTime() - Date.parse(lastTimestamp) <= keptMs);
};
