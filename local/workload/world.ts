import type { AlarmReader, LogReader, MetricQuery, MetricReader, Period, Series } from '../../core/evidence/ports.ts';
import type { Readers, Writers } from '../../core/remediation/provider.ts';
import type { SwitchedSources } from '../../core/evidence/sources.ts';
import type { AlarmName } from './alarms.ts';
import { simulatedSources, type TellingWorkload } from './sources.ts';

/** A batch of a log subscription that comes later: of the moment it began and of the one it comes in; undefined where nobody wrote any. */
export type HandedOver = { afterSeconds: number; event(fired: Date, at: Date): Record<string, unknown> | undefined };

/** Something simulated whose CloudWatch alarm can fire. */
export type Subject = {
  name: string;
  alarm: AlarmName;
  /** The state of its alarm at a moment that is not in the future. */
  alarmAt(t: Date): 'ALARM' | 'OK';
  /** The event EventBridge delivers when its alarm changes its state. */
  alarmEvent(state: 'ALARM' | 'OK', at: Date): Record<string, unknown>;
  /** It has no alarm: what agents wrote is handed to the function itself, and this is what they write after it. */
  handedOver?: readonly HandedOver[];
};

/** One kind of thing that is simulated: what it shows is a function of the clock and of what was changed. */
export type Workload = {
  /** Those in trouble, in the order in which their alarms fire. */
  subjects: readonly Subject[];
  metrics: MetricReader;
  logs?: LogReader;
  /** The reading half of the writers as objects of their own: a type would not keep a function from the rest. */
  readers: Partial<Readers>;
  writers: Partial<Writers>;
} & TellingWorkload;

/** All workloads as the functions see them: one account, one cluster. */
export type World = {
  subjects: readonly Subject[];
  metrics: MetricReader;
  alarms: AlarmReader;
  logs: LogReader;
  sources: Required<SwitchedSources>;
  readers: Partial<Readers>;
  writers: Partial<Writers>;
};

/** A series for each query: that of the workload which publishes it. */
const published = async (
  workloads: readonly Workload[],
  queries: readonly MetricQuery[],
  period: Period,
): Promise<Series[]> => {
  const answers = await Promise.all(workloads.map(({ metrics }) => metrics.read(queries, period)));
  return queries.map(({ id }, index) => {
    const found = answers.map((series) => series[index]).find((one) => (one?.points.length ?? 0) > 0);
    return found ?? { id, points: [] };
  });
};

/** One world of several workloads. A metric that several publish is that of the first; one that nobody does has no points. */
export const worldOf = (workloads: readonly Workload[], now: () => Date): World => {
  const subjects = workloads.flatMap((one) => one.subjects);
  return {
    subjects,
    metrics: {
      async read(queries, period, comparedWith) {
        const now = await published(workloads, queries, period);
        if (comparedWith === undefined) return now;
        const earlier = await published(workloads, queries, comparedWith);
        return now.map((series, index) => ({ ...series, earlier: earlier[index]?.points ?? [] }));
      },
    },
    alarms: {
      async state(name) {
        return subjects.find(({ alarm }) => alarm.name === name)?.alarmAt(now()) ?? 'missing';
      },
    },
    logs: {
      async search(query) {
        const answers = await Promise.all(workloads.map(async ({ logs }) => (await logs?.search(query)) ?? nothing));
        const lines = answers.flatMap((one) => one.lines).toSorted((a, b) => a.at.getTime() - b.at.getTime());
        return { lines: lines.slice(-query.limit), complete: answers.every(({ complete }) => complete) };
      },
    },
    sources: simulatedSources(workloads, subjects),
    readers: Object.assign({}, ...workloads.map(({ readers }) => readers)),
    writers: Object.assign({}, ...workloads.map(({ writers }) => writers)),
  };
};

const nothing = { lines: [], complete: true };
