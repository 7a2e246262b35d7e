import type { RuntimeFinding } from '../incident/runtime-security/finding.ts';
import type { Read } from './gather/or-gap.ts';
import type { Change, Measured, Topology } from './gathered.ts';
import type { Period } from './ports.ts';

/** Answers of read calls by `service:Operation`, as the API gives them; each use parses what it needs. */
export type Answers = Readonly<Record<string, unknown>>;

/** What an alarm was before: `cloudwatch:DescribeAlarmHistory`. */
export type AlarmHistoryReader = { stateChanges(alarmName: string, period: Period): Promise<Read<Answers>> };

/** Who changed what. The newest minutes are never complete: from when on they are not is always a gap. */
export type ChangeReader = {
  /** `names` of resources, or of the APIs themselves, such as `ecs.amazonaws.com`. */
  lookUp(names: readonly string[], period: Period): Promise<Read<Change[]>>;
};

/** Tasks of an ECS service that were stopped within about the last hour: `ecs:DescribeTasks`. */
export type StoppedTaskReader = { stopped(cluster: string, service: string): Promise<Read<Answers>> };

/** An RDS instance: what it is, what it reported, which statements and waits load it. */
export type DatabaseObserver = { about(instance: string, period: Period): Promise<Read<Answers>> };

/** Who calls whom, with latency, requests and faults of each. */
export type CallGraph = { topology: Topology; metrics: readonly Measured[] };
export type CallGraphReader = {
  /** Undefined where nothing was traced in the period. */
  graph(period: Period): Promise<Read<CallGraph | undefined>>;
};

/** What rules found in the events of agents, as it was kept with the incident: by time, all of it. */
export type TimelineReader = { findings(incidentId: string): Promise<RuntimeFinding[]> };

/** What a deployment may read beside metrics, logs, objects and services. One that it does not read is a gap where it is wanted. */
export type SwitchedSources = {
  alarmHistory?: AlarmHistoryReader;
  changes?: ChangeReader;
  stoppedTasks?: StoppedTaskReader;
  databases?: DatabaseObserver;
  callGraph?: CallGraphReader;
};
