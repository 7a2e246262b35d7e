import type { MetricQuery, MetricReader } from '../../core/evidence/ports.ts';
import { type App, settingsAt } from './app.ts';
import { killsBetween, memoryPercent, mostRestarts, p99Milliseconds } from './observed.ts';

/**
 * A metric of the simulated cluster: which dimensions an app has in it, and its sample for the minute [from, to);
 * undefined where nothing is published.
 */
type Served = {
  dimensions(app: App): Record<string, string>;
  sample(app: App, from: Date, to: Date): number | undefined;
};

const ofPods = ({ spec }: App) => ({ ClusterName: spec.cluster, Namespace: spec.namespace, PodName: spec.name });
const ofService = ({ spec }: App) => ({ Environment: `eks:${spec.cluster}/${spec.namespace}`, Service: spec.service });

/**
 * Names, dimensions and units as Container Insights with enhanced observability and Application Signals publish them
 * (Amazon CloudWatch user guide, "Amazon EKS and Kubernetes Container Insights metrics" and "Metrics collected by
 * Application Signals"); `PodName` is the name of the workload there, not of one pod.
 */
const served: Record<string, Served> = {
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

const minuteMs = 60_000;

const aggregate = (stat: string, values: readonly number[]): number => {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (stat) {
    case 'Sum':
      return sum;
    case 'Average':
      return sum / values.length;
    case 'Minimum':
      return Math.min(...values);
    default:
      return Math.max(...values);
  }
};

type Span = { from: number; to: number };

/** The value of one period over all apps that publish the metric; the period may be the one that is running. */
const points = ({ sample }: Served, apps: readonly App[], stat: string, { from, to }: Span) => {
  const values: number[] = [];
  for (let minute = from; minute < to; minute += minuteMs) {
    const end = new Date(Math.min(minute + minuteMs, to));
    for (const app of apps) {
      const value = sample(app, new Date(minute), end);
      if (value !== undefined) values.push(value);
    }
  }
  return values.length === 0 ? [] : [{ at: new Date(from), value: Math.round(aggregate(stat, values) * 100) / 100 }];
};

const matches = (query: MetricQuery, dimensions: Record<string, string>): boolean =>
  Object.entries(dimensions).every(([name, value]) => query.dimensions[name] === value) &&
  Object.keys(query.dimensions).length === Object.keys(dimensions).length;

/** CloudWatch metrics of the apps; a metric nobody publishes has no points, as in CloudWatch. */
export const clusterMetrics = (apps: readonly App[], now: () => Date): MetricReader => ({
  async read(queries, period) {
    const end = Math.min(period.to.getTime(), now().getTime());
    return queries.map((query) => {
      const metric = served[`${query.namespace}/${query.name}`];
      if (metric === undefined) return { id: query.id, points: [] };
      const publishing = apps.filter((app) => matches(query, metric.dimensions(app)));
      const length = query.periodSeconds * 1000;
      const first = Math.ceil(period.from.getTime() / length) * length;
      const spans = Array.from({ length: Math.max(0, Math.ceil((end - first) / length)) }, (_, n) => ({
        from: first + n * length,
        to: Math.min(first + (n + 1) * length, end),
      }));
      return { id: query.id, points: spans.flatMap((span) => points(metric, publishing, query.stat, span)) };
    });
  },
});
