import type { MetricReader } from '../../core/evidence/ports.ts';
import { type App, settingsAt } from './app.ts';
import { killsBetween, memoryPercent, mostRestarts, p99Milliseconds } from './observed.ts';
import { type Served, servedMetrics } from './served-metrics.ts';

const ofPods = ({ spec }: App) => ({ ClusterName: spec.cluster, Namespace: spec.namespace, PodName: spec.name });
const ofService = ({ spec }: App) => ({ Environment: `eks:${spec.cluster}/${spec.namespace}`, Service: spec.service });

/**
 * Names, dimensions and units as Container Insights with enhanced observability and Application Signals publish them
 * (Amazon CloudWatch user guide, "Amazon EKS and Kubernetes Container Insights metrics" and "Metrics collected by
 * Application Signals"); `PodName` is the name of the workload there, not of one pod.
 */
const served: Record<string, Served<App>> = {
  'ContainerInsights/pod_container_status_terminated_reason_oom_killed': {
    dimensions: ofPods,
    // An event counter: where nothing was killed there is no data.
    sample: (app, from, to) => killsBetween(app, from, to) || undefined,
  },
  'ContainerInsights/pod_number_of_container_restarts': {
    dimensions: ofPods,
    sample: (app, _from, to) => mostRestarts(app, to),
  },
  'ContainerInsights/pod_memory_utilization_over_pod_limit': {
    dimensions: ofPods,
    sample: (app, from) => memoryPercent(app, from),
  },
  'ContainerInsights/pod_status_running': {
    dimensions: ofPods,
    sample: (app, _from, to) => settingsAt(app, to).minReplicas,
  },
  'ApplicationSignals/Latency': { dimensions: ofService, sample: (app, from) => p99Milliseconds(app, from) },
};

/** CloudWatch metrics of the apps. */
export const clusterMetrics = (apps: readonly App[], now: () => Date): MetricReader => servedMetrics(served, apps, now);
