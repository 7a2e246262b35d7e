import type { Resource } from '../incident/resource.ts';
import type { Finding } from './facts.ts';
import { type Autoscaler, type Deployment, type Event, parseListed } from './kubernetes-objects.ts';
import { ownersOf } from './owners.ts';
import { podFindings } from './pod-findings.ts';
import { stateFact } from './state-facts.ts';

const deploymentFinding = (namespace: string, { metadata, spec, status }: Deployment): Finding => {
  const wanted = spec.replicas ?? 1;
  const ready = status?.readyReplicas ?? 0;
  const resource: Resource = { kind: 'Deployment', namespace, name: metadata.name };
  const fact = wanted === 0 ? 'replicas_zero' : ready < wanted ? 'replicas_unavailable' : 'workload_ready';
  return { fact, summary: `${ready} of ${wanted} replicas are ready`, resource, data: { ready, wanted } };
};

/** The autoscaler's bounds, told of the workload it scales. */
const autoscalerFinding = (namespace: string, { metadata, spec, status }: Autoscaler): Finding => {
  const { kind, name } = spec.scaleTargetRef;
  const min = spec.minReplicas ?? 1;
  const max = spec.maxReplicas;
  const current = status?.currentReplicas ?? undefined;
  return {
    fact: current !== undefined && current >= max ? 'autoscaler_at_max' : 'autoscaler_bounds',
    summary: `autoscaler ${metadata.name}: ${min} to ${max} replicas${current === undefined ? '' : `, now ${current}`}`,
    resource: { kind, namespace, name },
    data: { autoscaler: metadata.name, min, max, ...(current === undefined ? {} : { current }) },
  };
};

const eventFinding = (event: Event, resource: Resource, since: Date): Finding[] => {
  const reason = event.reason ?? '';
  const message = event.message ?? '';
  const fact = stateFact({ where: 'event', reason, message });
  const time = event.lastTimestamp ?? event.eventTime ?? undefined;
  if (fact === undefined || (time !== undefined && new Date(time) < since)) return [];
  return [
    {
      fact,
      summary: `event ${reason} of ${event.involvedObject.kind} ${event.involvedObject.name}: ${message}`,
      resource,
      ...(time === undefined ? {} : { time }),
      data: { reason, times: event.count ?? 1 },
    },
  ];
};

export type StateFound = { findings: Finding[]; unreadable: number };

/**
 * The facts in the objects of one namespace, by kind as listed. What a pod shows is told of its workload. Anything that
 * ended or was reported before `since` is history and left out.
 */
export const kubernetesState = (
  objects: Readonly<Record<string, readonly unknown[]>>,
  namespace: string,
  since: Date,
): StateFound => {
  const { listed, unreadable } = parseListed(objects);
  const { ofPod, ofNamed } = ownersOf(namespace, listed.ReplicaSet, listed.Pod);
  return {
    findings: [
      ...listed.Pod.flatMap((pod) => podFindings({ pod, resource: ofPod(pod), since })),
      ...listed.Deployment.map((deployment) => deploymentFinding(namespace, deployment)),
      ...listed.HorizontalPodAutoscaler.map((autoscaler) => autoscalerFinding(namespace, autoscaler)),
      ...listed.Event.flatMap((event) => eventFinding(event, ofNamed(event.involvedObject), since)),
    ],
    unreadable,
  };
};
