import type { Incident } from '../incident/incident.ts';
import { incidentValues } from '../incident/placeholder-values.ts';
import { resourceKey } from '../incident/resource.ts';
import { alarmFinding } from './alarm-finding.ts';
import { facts, isSymptom } from './facts.ts';
import { orGap } from './found.ts';
import { injectionFindings } from './injection-findings.ts';
import { mayHaveLedTo, onsetOf } from './onset.ts';
import { pack } from './pack.ts';
import type { EcsReader, KubernetesReader, LogReader, MetricReader } from './ports.ts';
import { readEcs } from './read-ecs.ts';
import { readKubernetes } from './read-kubernetes.ts';
import { readLogs } from './read-logs.ts';
import { readMetrics } from './read-metrics.ts';
import type { EvidencePack } from './signal.ts';
import { Wanted } from './wanted.ts';

export type EvidencePorts = { metrics: MetricReader; logs: LogReader; kubernetes: KubernetesReader; ecs: EcsReader };
export type Collected = {
  pack: EvidencePack;
  /** How many secrets and e-mail addresses were replaced. */
  redacted: number;
  /** SHA-256 of each text that tried to instruct a model. */
  injections: string[];
};

const hourMs = 3_600_000;

/**
 * Everything the runbook names, read in parallel over the last three hours (logs: the last one). Never throws for a
 * source: what cannot be read is a gap. Without a runbook there is the alarm and a gap.
 */
export const collect = async (
  ports: EvidencePorts,
  incident: Incident,
  wanted: Wanted | undefined,
  now: Date,
): Promise<Collected> => {
  const { alarm, resource } = incident;
  const period = { from: new Date(now.getTime() - 3 * hourMs), to: now };
  const lastHour = { from: new Date(now.getTime() - hourMs), to: now };
  const { metrics, logs, kubernetes, ecs } = wanted ?? Wanted.parse({});
  const values = incidentValues(incident);

  const sources = await Promise.all([
    orGap('metrics', () => readMetrics(ports.metrics, metrics, values, resource, period)),
    ...logs.map((log) => orGap(`logs ${log.group}`, () => readLogs(ports.logs, log, incident, lastHour))),
    ...(kubernetes.length === 0
      ? []
      : [orGap('Kubernetes', () => readKubernetes(ports.kubernetes, kubernetes, resource.namespace, period.from))]),
    ...ecs.map((name) => orGap(`ECS service ${name}`, () => readEcs(ports.ecs, name, values))),
  ]);

  // A neighbor's faults may be the cause; how well it does otherwise is of no use here.
  const about = resourceKey(resource);
  const found = sources.flatMap((source) => source.findings);
  const related = found.filter((finding) => isSymptom(finding.fact) || resourceKey(finding.resource) === about);
  const seen = [alarmFinding(incident), ...related];
  const onset = onsetOf(seen, new Date(alarm.at));
  // Symptoms may be seen later than the alarm only, when it is an old one that was delivered again.
  const trouble = onset ?? onsetOf(seen, now) ?? new Date(alarm.at);
  const changes = sources.flatMap((source) => source.changes ?? []).filter((change) => mayHaveLedTo(change, trouble));
  const findings = [...seen, ...changes];
  const gaps = sources.flatMap((source) => source.gaps);
  if (wanted === undefined) gaps.push(`no runbook ${incident.runbook ?? 'for this alarm'} in the policy layer`);

  const states = findings.filter(({ fact }) => facts[fact].kind === 'state').map(({ summary }) => summary);
  const texts = [alarm.name, alarm.description ?? '', alarm.reason, ...states];
  const injected = injectionFindings([...texts, ...sources.flatMap((source) => source.texts ?? [])], resource);

  const all = { findings: [...findings, ...injected.findings], gaps };
  const packed = pack(onset === undefined ? all : { ...all, onset });
  const redacted = sources.reduce((sum, source) => sum + (source.redacted ?? 0), packed.redacted);
  return { pack: packed.pack, redacted, injections: injected.hashes };
};
