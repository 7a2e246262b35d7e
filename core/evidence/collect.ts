import type { Incident } from '../incident/incident.ts';
import { incidentValues } from '../incident/placeholder-values.ts';
import { resourceKey } from '../incident/resource.ts';
import { alarmFinding } from './alarm-finding.ts';
import { type Finding, facts, isSymptom } from './facts.ts';
import { orGap } from './found.ts';
import { injectionFindings } from './injection-findings.ts';
import { pack } from './pack.ts';
import type { KubernetesReader, LogReader, MetricReader } from './ports.ts';
import { readKubernetes } from './read-kubernetes.ts';
import { readLogs } from './read-logs.ts';
import { readMetrics } from './read-metrics.ts';
import type { EvidencePack } from './signal.ts';
import type { Wanted } from './wanted.ts';

export type EvidencePorts = { metrics: MetricReader; logs: LogReader; kubernetes: KubernetesReader };
export type Collected = {
  pack: EvidencePack;
  /** How many secrets and e-mail addresses were replaced. */
  redacted: number;
  /** SHA-256 of each text that tried to instruct a model. */
  injections: string[];
};

const hourMs = 3_600_000;

/** The earliest moment at which something is seen to be wrong, not later than the alarm. */
const onsetOf = (findings: readonly Finding[], alarmAt: Date): Date | undefined => {
  const times = findings
    .filter(({ fact }) => isSymptom(fact))
    .flatMap(({ time }) => (time === undefined ? [] : new Date(time).getTime()))
    .filter((time) => time <= alarmAt.getTime());
  return times.length === 0 ? undefined : new Date(Math.min(...times));
};

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
  const { metrics, logs, kubernetes } = wanted ?? { metrics: [], logs: [], kubernetes: [] };

  const sources = await Promise.all([
    orGap('metrics', () => readMetrics(ports.metrics, metrics, incidentValues(incident), resource, period)),
    ...logs.map((log) => orGap(`logs ${log.group}`, () => readLogs(ports.logs, log, incident, lastHour))),
    ...(kubernetes.length === 0
      ? []
      : [orGap('Kubernetes', () => readKubernetes(ports.kubernetes, kubernetes, resource.namespace, period.from))]),
  ]);

  // A neighbor's faults may be the cause; how well it does otherwise is of no use here.
  const about = resourceKey(resource);
  const found = sources.flatMap((source) => source.findings);
  const related = found.filter((finding) => isSymptom(finding.fact) || resourceKey(finding.resource) === about);
  const findings = [alarmFinding(incident), ...related];
  const gaps = sources.flatMap((source) => source.gaps);
  if (wanted === undefined) gaps.push(`no runbook ${incident.runbook ?? 'for this alarm'} in the policy layer`);

  const states = findings.filter(({ fact }) => facts[fact].kind === 'state').map(({ summary }) => summary);
  const texts = [alarm.name, alarm.description ?? '', alarm.reason, ...states];
  const injected = injectionFindings([...texts, ...sources.flatMap((source) => source.texts ?? [])], resource);

  const onset = onsetOf(findings, new Date(alarm.at));
  const all = { findings: [...findings, ...injected.findings], gaps };
  const packed = pack(onset === undefined ? all : { ...all, onset });
  const redacted = sources.reduce((sum, source) => sum + (source.redacted ?? 0), packed.redacted);
  return { pack: packed.pack, redacted, injections: injected.hashes };
};
