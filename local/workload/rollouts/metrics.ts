import type { MetricReader } from '../../../core/evidence/ports.ts';
import { type Served, servedMetrics } from '../served-metrics.ts';
import { restartsOf } from './pods.ts';
import { type PodNow, podsAt, type Rollout } from './rollout.ts';

const ofPods = ({ spec }: Rollout) => ({ ClusterName: spec.cluster, Namespace: spec.namespace, PodName: spec.name });
const ofTargets = ({ spec }: Rollout) => ({
  LoadBalancer: spec.targets?.loadBalancer ?? 'none',
  TargetGroup: spec.targets?.targetGroup ?? 'none',
});

/** A small wobble between -1 and 1, the same for the same Deployment and minute: real metrics are never flat. */
const wobble = ({ spec }: Rollout, t: Date): number => Math.sin(t.getTime() / 60_000 + spec.name.length);

const counting =
  (counts: (pod: PodNow) => boolean) =>
  (rollout: Rollout, t: Date): number =>
    podsAt(rollout, t).filter(counts).length;

/** Containers whose image cannot be pulled. */
export const imagePullsFailing = counting(({ fate }) => fate === 'no-image');
/** Pods that are not running: without a node, or without their image. */
export const pendingPods = counting(({ fate }) => fate === 'no-node' || fate === 'no-image');
/** Pods that do not serve. */
export const unavailablePods = counting(({ ready }) => !ready);
const runningPods = (rollout: Rollout, t: Date): number => podsAt(rollout, t).length - pendingPods(rollout, t);

/** The highest restart count of a pod. */
export const mostRestarts = (rollout: Rollout, t: Date): number =>
  Math.max(...podsAt(rollout, t).map((pod) => restartsOf(rollout, pod, t).length));

/** Requests in a minute, and how many of them a faulty version answers with an error: one in five of its share. */
export const requestsAt = (rollout: Rollout, t: Date): { all: number; failed: number } => {
  const all = Math.round(520 + 20 * wobble(rollout, t));
  // Of the weeks before what is known of the pods nothing failed: the hours of an error budget are not made pod by pod.
  if (t < rollout.history[0].at) return { all, failed: 0 };
  const serving = podsAt(rollout, t).filter(({ ready }) => ready);
  const faulty = serving.filter(({ fate }) => fate === 'fails').length;
  return { all, failed: Math.round((0.2 * all * faulty) / Math.max(1, serving.length)) };
};

const gauge = (sample: (rollout: Rollout, t: Date) => number): Served<Rollout> => ({
  dimensions: ofPods,
  sample: (rollout, _from, to) => sample(rollout, to),
});

/**
 * Names, dimensions and units as Container Insights with enhanced observability and Application Load Balancers publish them
 * (Amazon CloudWatch user guide, Elastic Load Balancing user guide).
 */
const served: Record<string, Served<Rollout>> = {
  'ContainerInsights/pod_status_pending': gauge(pendingPods),
  'ContainerInsights/pod_status_running': gauge(runningPods),
  'ContainerInsights/status_replicas_unavailable': gauge(unavailablePods),
  'ContainerInsights/pod_number_of_container_restarts': gauge(mostRestarts),
  'ContainerInsights/pod_container_status_waiting_reason_image_pull_error': {
    dimensions: ofPods,
    // Where nothing waits for that reason there is no data.
    sample: (rollout, _from, to) => imagePullsFailing(rollout, to) || undefined,
  },
  'ContainerInsights/pod_cpu_utilization_over_pod_limit': gauge((rollout, t) => 21 + 3 * wobble(rollout, t)),
  'ContainerInsights/pod_memory_utilization_over_pod_limit': gauge((rollout, t) => 47 + 2 * wobble(rollout, t)),
  'AWS/ApplicationELB/RequestCount': {
    dimensions: ofTargets,
    sample: (rollout, from) => (rollout.spec.targets === undefined ? undefined : requestsAt(rollout, from).all),
  },
  'AWS/ApplicationELB/HTTPCode_Target_5XX_Count': {
    dimensions: ofTargets,
    // A count: a minute that ends with failed requests has some.
    sample: (rollout, _from, to) =>
      rollout.spec.targets === undefined
        ? undefined
        : requestsAt(rollout, new Date(to.getTime() - 1)).failed || undefined,
  },
};

/** CloudWatch metrics of the Deployments. */
export const rolloutMetrics = (rollouts: readonly Rollout[], now: () => Date): MetricReader =>
  servedMetrics(served, rollouts, now);
