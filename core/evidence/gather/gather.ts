import type { Incident } from '../../incident/incident.ts';
import { incidentValues } from '../../incident/placeholder-values.ts';
import { type Gathered, nothing } from '../gathered.ts';
import type { EcsReader, KubernetesReader, LogReader, MetricReader } from '../ports.ts';
import { Wanted } from '../wanted.ts';
import { gatherEcs } from './ecs.ts';
import { gatherKubernetes } from './kubernetes.ts';
import { gatherLogs } from './logs.ts';
import { gatherMetrics } from './metrics.ts';
import { orGap } from './or-gap.ts';

export type EvidencePorts = { metrics: MetricReader; logs: LogReader; kubernetes: KubernetesReader; ecs: EcsReader };

const hourMs = 3_600_000;

/**
 * Everything the runbook names, read in parallel over the last three hours (logs: the last one). Never throws for a
 * source: what cannot be read is a gap. Without a runbook there is nothing and a gap.
 */
export const gather = async (
  ports: EvidencePorts,
  incident: Incident,
  wanted: Wanted | undefined,
  now: Date,
): Promise<Gathered> => {
  if (wanted === undefined) {
    return { ...nothing, gaps: [`no runbook ${incident.runbook ?? 'for this alarm'} in the policy layer`] };
  }
  const { resource } = incident;
  const period = { from: new Date(now.getTime() - 3 * hourMs), to: now };
  const lastHour = { from: new Date(now.getTime() - hourMs), to: now };
  const values = incidentValues(incident);
  const [metrics, objects, logs, ecs] = await Promise.all([
    orGap('metrics', [], () => gatherMetrics(ports.metrics, wanted.metrics, values, period)),
    orGap('Kubernetes', [], () => gatherKubernetes(ports.kubernetes, wanted.kubernetes, resource.namespace)),
    Promise.all(
      wanted.logs.map((log) => orGap(`logs ${log.group}`, [], () => gatherLogs(ports.logs, log, values, lastHour))),
    ),
    Promise.all(wanted.ecs.map((name) => orGap(`ECS service ${name}`, [], () => gatherEcs(ports.ecs, name, values)))),
  ]);
  return {
    ...nothing,
    metrics: metrics.found,
    objects: objects.found,
    logs: logs.flatMap(({ found }) => found),
    ecs: ecs.flatMap(({ found }) => found),
    gaps: [metrics, ...logs, objects, ...ecs].flatMap(({ gaps }) => gaps),
  };
};
