import type { Resource } from '../../incident/resource.ts';
import type { Finding } from '../facts.ts';
import type { Detector } from './detector.ts';
import type { Cluster } from './cluster.ts';
import { hasLabels } from './label-match.ts';
import type { Autoscaler, Workload } from './objects.ts';

const named = (kind: string, name: string, namespace: string | null | undefined): Resource =>
  namespace == null ? { kind, name } : { kind, namespace, name };

/** What nobody calls may be switched off on purpose. */
const uncalled = 0.6;

/** True when a Service leads to its pods, or Services are not listed. */
const isCalled = ({ metadata, spec }: Workload, { Service, seen }: Cluster): boolean =>
  !seen.has('Service') ||
  Service.some(
    ({ metadata: { namespace }, spec: { selector } }) =>
      namespace === metadata.namespace &&
      selector != null &&
      Object.keys(selector).length > 0 &&
      hasLabels(selector, spec?.template?.metadata?.labels ?? {}),
  );

const readiness = (kind: string, workload: Workload, cluster: Cluster): Finding => {
  const { metadata, spec, status } = workload;
  const wanted = status?.desiredNumberScheduled ?? spec?.replicas ?? 1;
  const ready = status?.numberReady ?? status?.readyReplicas ?? 0;
  // A DaemonSet that no node wants is not switched off.
  const none = kind === 'DaemonSet' ? 'workload_ready' : 'replicas_zero';
  const fact = wanted === 0 ? none : ready < wanted ? 'replicas_unavailable' : 'workload_ready';
  const summary = `${ready} of ${wanted} replicas are ready`;
  const resource = named(kind, metadata.name, metadata.namespace);
  const off = fact === 'replicas_zero' && !isCalled(workload, cluster) ? { strength: uncalled } : {};
  return { fact, summary, resource, data: { ready, wanted }, ...off };
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

/** The controller gave up: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment */
const stuck = ({ metadata, status }: Workload): Finding[] => {
  const condition = status?.conditions?.find(
    ({ type, status: is, reason }) => type === 'Progressing' && is === 'False' && reason === 'ProgressDeadlineExceeded',
  );
  if (condition === undefined) return [];
  return [
    {
      fact: 'rollout_stuck',
      summary: `the rollout of ${metadata.name} does not progress: ${condition.message ?? ''}`,
      resource: named('Deployment', metadata.name, metadata.namespace),
      ...(condition.lastTransitionTime == null ? {} : { time: condition.lastTransitionTime }),
      data: { reason: condition.reason ?? '' },
    },
  ];
};

/** How many replicas of each workload are ready, and what its autoscaler may do. */
export const workloads: Detector = ({ cluster }) => [
  ...(['Deployment', 'StatefulSet', 'DaemonSet'] as const).flatMap((kind) =>
    cluster[kind].map((workload) => readiness(kind, workload, cluster)),
  ),
  ...cluster.Deployment.flatMap(stuck),
  ...cluster.HorizontalPodAutoscaler.map(autoscaler),
];
