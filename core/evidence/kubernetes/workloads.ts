import type { Resource } from '../../incident/resource.ts';
import type { Finding } from '../facts.ts';
import type { Detector } from './detector.ts';
import type { Autoscaler, Workload } from './objects.ts';

const named = (kind: string, name: string, namespace: string | null | undefined): Resource =>
  namespace == null ? { kind, name } : { kind, namespace, name };

const readiness = (kind: string, { metadata, spec, status }: Workload): Finding => {
  const wanted = status?.desiredNumberScheduled ?? spec?.replicas ?? 1;
  const ready = status?.numberReady ?? status?.readyReplicas ?? 0;
  // A DaemonSet that no node wants is not switched off.
  const none = kind === 'DaemonSet' ? 'workload_ready' : 'replicas_zero';
  const fact = wanted === 0 ? none : ready < wanted ? 'replicas_unavailable' : 'workload_ready';
  const summary = `${ready} of ${wanted} replicas are ready`;
  return { fact, summary, resource: named(kind, metadata.name, metadata.namespace), data: { ready, wanted } };
};

/** The autoscaler's bounds, told of the workload it scales. */
const autoscaler = ({ metadata, spec, status }: Autoscaler): Finding => {
  const { kind, name } = spec.scaleTargetRef;
  const min = spec.minReplicas ?? 1;
  const max = spec.maxReplicas;
  const current = status?.currentReplicas ?? undefined;
  return {
    fact: current !== undefined && current >= max ? 'autoscaler_at_max' : 'autoscaler_bounds',
    summary: `autoscaler ${metadata.name}: ${min} to ${max} replicas${current === undefined ? '' : `, now ${current}`}`,
    resource: named(kind, name, metadata.namespace),
    data: { autoscaler: metadata.name, min, max, ...(current === undefined ? {} : { current }) },
  };
};

/** How many replicas of each workload are ready, and what its autoscaler may do. */
export const workloads: Detector = ({ cluster }) => [
  ...(['Deployment', 'StatefulSet', 'DaemonSet'] as const).flatMap((kind) =>
    cluster[kind].map((workload) => readiness(kind, workload)),
  ),
  ...cluster.HorizontalPodAutoscaler.map(autoscaler),
];
