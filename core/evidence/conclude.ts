import type { Incident } from '../incident/incident.ts';
import { isWithin, subjectOf } from '../incident/subject.ts';
import { alarmFinding } from './alarm-finding.ts';
import { alarmHistoryFindings } from './alarm-history.ts';
import { changeFindings } from './change-findings.ts';
import type { Chart } from './chart/chart.ts';
import { incidentChart } from './chart/of.ts';
import { ecsState } from './ecs-state.ts';
import { ecsTaskFindings } from './ecs-tasks.ts';
import { type Finding, facts, isSymptom } from './facts.ts';
import type { Gathered } from './gathered.ts';
import { injectionFindings } from './injection-findings.ts';
import { kubernetesState } from './kubernetes/state.ts';
import { logFindings } from './logs/findings.ts';
import { alarmedSince, measuredFindings } from './measured-findings.ts';
import { logsSince, mayHaveLedTo, onsetOf } from './onset.ts';
import { runtimeFindings } from './runtime-findings.ts';
import { pack } from './pack.ts';
import { rdsState } from './rds/state.ts';
import type { EvidencePack } from './signal.ts';
import { topologyFindings } from './topology/findings.ts';
import { Wanted } from './wanted.ts';

export type Concluded = {
  pack: EvidencePack;
  /** What the alarm is about, for people; no model gets it. Undefined where no such series was read. */
  chart?: Chart;
  /** How many secrets and personal data were replaced. */
  redacted: number;
  /** SHA-256 of each text that tried to instruct a model. */
  injections: string[];
};

/** Findings whose summaries quote what others wrote. */
const quoting: ReadonlySet<string> = new Set(['state', 'change', 'runtime']);

/** When something happened that the chart should show. */
const timesOf = (onset: Date | undefined, findings: readonly Finding[]): Date[] => [
  ...(onset === undefined ? [] : [onset]),
  ...findings.flatMap(({ fact, time }) =>
    facts[fact].kind === 'change' && time !== undefined ? [new Date(time)] : [],
  ),
];

/** That somebody runs a command is what agents report: it is not said to a model. */
const commands: ReadonlySet<string> = new Set(['code injection']);

const threeHoursMs = 3 * 3_600_000;

/**
 * The signals in what was gathered, the strongest first, and since when something is wrong. Pure: the same for the same
 * input, live and in a replay. `now` is when it was gathered.
 */
export const conclude = (gathered: Gathered, incident: Incident, wanted: Wanted | undefined, now: Date): Concluded => {
  const { alarm } = incident;
  const subject = subjectOf(incident);
  const since = new Date(now.getTime() - threeHoursMs);
  const state = kubernetesState(gathered, since, now);
  const ecs = gathered.ecs.map(ecsState);
  const { metrics: wantedMetrics } = wanted ?? Wanted.parse({});
  const shown = [
    ...measuredFindings(gathered.metrics, wantedMetrics, incident),
    ...state.findings,
    ...ecs.flatMap(({ findings }) => findings),
    ...ecsTaskFindings(gathered.described, since),
    ...rdsState(gathered, alarm, since),
    ...alarmHistoryFindings(gathered.described, alarm, subject),
    ...topologyFindings(gathered, incident),
    ...runtimeFindings(gathered.runtime),
  ];
  // What began with the trouble stands out in the logs; when that was, the other sources say.
  const alarmed = alarmedSince(gathered.metrics, alarm);
  const begun = logsSince(alarmed ?? onsetOf(shown, new Date(alarm.at)), new Date(alarm.at));
  const logs = logFindings(gathered.logs, { subject, owners: state.owners, onset: begun });
  const found = [...shown, ...logs.findings];

  // A neighbor's faults may be the cause; how well it does otherwise is of no use here.
  const related = found.filter(({ fact, resource }) => isSymptom(fact) || isWithin(resource, subject));
  const seen = [alarmFinding({ alarm, resource: subject }), ...related];
  const onset = alarmed ?? onsetOf(seen, new Date(alarm.at));
  // Symptoms may be seen later than the alarm only, when it is an old one that was delivered again.
  const trouble = onset ?? onsetOf(seen, now) ?? new Date(alarm.at);
  // A namespace has many rollouts in half an hour; an ECS service is looked at only where the runbook names it.
  const rollouts = state.changes.filter(({ resource }) => isWithin(resource, subject));
  const began = [...ecs.flatMap((service) => service.changes ?? []), ...rollouts];
  const changes = [
    ...began.filter((change) => mayHaveLedTo(change, trouble)),
    // A change that the call graph speaks of is told once.
    ...changeFindings(gathered.changes, subject, trouble).filter(
      ({ pointer }) => !shown.some((one) => one.pointer === pointer),
    ),
  ];
  const findings = [...seen, ...changes];
  const unreadable = state.unreadable === 0 ? [] : [`Kubernetes: ${state.unreadable} objects have an unknown form`];

  const gaps = [...gathered.gaps, ...unreadable];
  const told = findings.filter(({ fact }) => quoting.has(facts[fact].kind)).map(({ summary }) => summary);
  const dimensions = alarm.metrics.flatMap((metric) => Object.values(metric.dimensions));
  const texts = [alarm.name, alarm.description ?? '', alarm.reason, ...dimensions, ...told, ...gaps, ...logs.texts];
  const injected = injectionFindings(texts, subject, alarm.kind === 'runtime' ? commands : undefined);

  const all = { findings: [...findings, ...injected.findings], gaps, subject };
  const packed = pack(onset === undefined ? all : { ...all, onset });
  const chart = incidentChart(gathered, wantedMetrics, incident, timesOf(onset, findings));
  return {
    pack: packed.pack,
    ...(chart === undefined ? {} : { chart }),
    redacted: logs.redacted + packed.redacted,
    injections: injected.hashes,
  };
};
