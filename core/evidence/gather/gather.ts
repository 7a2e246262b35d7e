import type { Incident } from '../../incident/incident.ts';
import { hasState } from '../../incident/alarm.ts';
import { incidentValues } from '../../incident/placeholder-values.ts';
import type { Counts } from '../error-budget.ts';
import { type Gathered, nothing } from '../gathered.ts';
import type { EcsReader, KubernetesReader, LogReader, MetricReader, Period } from '../ports.ts';
import type { Answers, CallGraph, SwitchedSources, TimelineReader } from '../sources.ts';
import { Wanted } from '../wanted.ts';
import { answersAbout, joinedAnswers } from './answers.ts';
import { gatherChanges } from './changes.ts';
import { gatherEcs, gatherStoppedTasks } from './ecs.ts';
import { gatherKubernetes } from './kubernetes.ts';
import { gatherLogs } from './logs.ts';
import { gatherMetrics } from './metrics.ts';
import { ifSwitchedOn, orGap, type Read } from './or-gap.ts';
import { gatherSlo } from './slo.ts';

export type EvidencePorts = {
  metrics: MetricReader;
  logs: LogReader;
  kubernetes: KubernetesReader;
  ecs: EcsReader;
} & SwitchedSources;

/** The timeline is of this system's own table, whichever account the incident is of. */
export type AllSources = EvidencePorts & { timeline?: TimelineReader };

const hourMs = 3_600_000;
/** In periods of five minutes enough to know what is usual before an alarm that came a quarter of an hour late. */
const graphMs = 1.5 * hourMs;

/** What is read only where a runbook wants it: the answers of APIs, by their names. */
const gatherAnswers = async (
  ports: SwitchedSources,
  incident: Incident,
  wanted: Wanted,
  last: (ms: number) => Period,
): Promise<Read<Answers>> => {
  const values = incidentValues(incident);
  const nowhere: Answers = {};
  const unwanted: Read<Answers> = { found: nowhere, gaps: [] };
  const services = wanted.stoppedTasks ? wanted.ecs : [];
  return joinedAnswers(
    await Promise.all([
      wanted.alarmHistory
        ? ifSwitchedOn('alarm history', ports.alarmHistory, nowhere, (history) =>
            history.stateChanges(incident.alarm.name, last(24 * hourMs)),
          )
        : unwanted,
      services.length === 0
        ? unwanted
        : ifSwitchedOn('stopped tasks', ports.stoppedTasks, nowhere, (tasks) =>
            answersAbout('stopped tasks of', services, values, (name) => gatherStoppedTasks(tasks, name)),
          ),
      wanted.databases.length === 0
        ? unwanted
        : ifSwitchedOn('databases', ports.databases, nowhere, (databases) =>
            answersAbout('database', wanted.databases, values, (name) => databases.about(name, last(3 * hourMs))),
          ),
    ]),
  );
};

/**
 * Everything the runbook names, read in parallel over the last three hours (logs: the last one; the alarm: the last day; an
 * objective: its window).
 * Never throws for a source: what cannot be read is a gap. Without a runbook there is nothing and a gap.
 */
export const gather = async (
  ports: AllSources,
  incident: Incident,
  wanted: Wanted | undefined,
  now: Date,
): Promise<Gathered> => {
  if (wanted === undefined) {
    return { ...nothing, gaps: [`no runbook ${incident.runbook ?? 'for this alarm'} in the policy layer`] };
  }
  const { resource } = incident;
  const last = (ms: number): Period => ({ from: new Date(now.getTime() - ms), to: now });
  const values = incidentValues(incident);
  const { timeline } = ports;
  const { slo } = wanted;
  const [runtime, metrics, objects, answers, changes, graph, logs, ecs, counts] = await Promise.all([
    timeline === undefined || hasState(incident.alarm)
      ? { found: [], gaps: [] }
      : orGap('timeline', [], async () => ({ found: await timeline.findings(incident.id), gaps: [] })),
    orGap('metrics', [], () => gatherMetrics(ports.metrics, wanted.metrics, values, last(3 * hourMs))),
    orGap('Kubernetes', [], () => gatherKubernetes(ports.kubernetes, wanted.kubernetes, resource.namespace)),
    gatherAnswers(ports, incident, wanted, last),
    wanted.changes.length === 0
      ? { found: [], gaps: [] }
      : ifSwitchedOn('changes', ports.changes, [], (reader) =>
          gatherChanges(reader, wanted.changes, values, last(3 * hourMs)),
        ),
    wanted.callGraph
      ? ifSwitchedOn<NonNullable<SwitchedSources['callGraph']>, CallGraph | undefined>(
          'call graph',
          ports.callGraph,
          undefined,
          (reader) => reader.graph(last(graphMs)),
        )
      : { found: undefined, gaps: [] },
    Promise.all(
      wanted.logs.map((log) => orGap(`logs ${log.group}`, [], () => gatherLogs(ports.logs, log, values, last(hourMs)))),
    ),
    Promise.all(wanted.ecs.map((name) => orGap(`ECS service ${name}`, [], () => gatherEcs(ports.ecs, name, values)))),
    slo === undefined
      ? { found: undefined, gaps: [] }
      : orGap<Counts | undefined>('error budget', undefined, () => gatherSlo(ports.metrics, slo, values, now)),
  ]);
  return {
    ...nothing,
    metrics: [...metrics.found, ...(graph.found?.metrics ?? [])],
    objects: objects.found,
    logs: logs.flatMap(({ found }) => found),
    changes: changes.found,
    ecs: ecs.flatMap(({ found }) => found),
    described: answers.found,
    runtime: runtime.found,
    ...(graph.found === undefined ? {} : { topology: graph.found.topology }),
    ...(counts.found === undefined ? {} : { counts: counts.found }),
    // That CloudTrail lags is said last: only the first gaps are shown.
    gaps: [runtime, metrics, ...logs, objects, ...ecs, answers, graph, counts, changes].flatMap(({ gaps }) => gaps),
  };
};
