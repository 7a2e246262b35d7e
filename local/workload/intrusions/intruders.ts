import { runtimeNamespace } from '../../../core/incident/runtime-security/alarm-of-findings.ts';
import type { AlarmName } from '../alarms.ts';
import { logsEvent } from '../agent-events.ts';
import { servedMetrics } from '../served-metrics.ts';
import type { HandedOver, Subject, Workload } from '../world.ts';
import { type Act, beginnings, goingOn, ordinary, podOfAgent } from './acts.ts';
import type { Intrusions } from './intrusions.ts';
import { type IntrudedSpec, runsSince } from './objects.ts';

/** A Deployment and what happens in it; `alarm` is only what the story calls it. */
export type IntruderSpec = IntrudedSpec & { act: Act; alarm: AlarmName };

/** Whoever comes back does so this often, and not for longer than this: longer than any decision takes. */
const again = { everySeconds: 40, times: 40 };
/** A subscription hands a batch over when it is large or a few seconds old. */
const batchSeconds = 15;
/** What agents of a cluster write all the time. */
const eventsAMinute = 240;
/** Events that nothing is wrong with, in one batch of a story in which nothing is. */
const ordinaryEvents = 10_000;

const later = (at: Date, seconds: number): string => new Date(at.getTime() + seconds * 1000).toISOString();

/** What agents tell of these Deployments, for as long as somebody can reach them from outside, and that agents tell at all. */
export const simulatedIntruders = (
  specs: readonly IntruderSpec[],
  intrusions: Pick<Intrusions, 'pods' | 'isolatedSince'>,
  now: () => Date,
): Pick<Workload, 'subjects' | 'metrics'> => {
  const start = now();

  const subjectOf = (spec: IntruderSpec): Subject => {
    const [pod] = intrusions.pods(spec.name);
    if (pod === undefined) throw new Error(`${spec.name} has no pod`);
    const who = { pod: podOfAgent(spec, pod, runsSince(start)), node: pod.node };
    const batch = (lines: readonly object[]) =>
      logsEvent(lines, { owner: spec.alarm.account, logGroup: `/sovereign/runtime/${spec.cluster}` });
    const begins = beginnings[spec.act];
    const within = (from: number, to: number) => begins.filter(({ second }) => second >= from && second < to);
    const seenFrom = (began: Date, seen: typeof begins) =>
      seen.map(({ second, line }) => line(later(began, second), who));

    const first = (at: Date) =>
      spec.act === 'nothing'
        ? Array.from({ length: ordinaryEvents }, (_, n) => ordinary(n, later(at, n / 1000), who))
        : [ordinary(0, at.toISOString(), who), ...seenFrom(at, within(0, batchSeconds))];

    const lastBeginning = Math.max(0, ...begins.map(({ second }) => second));
    const batches = Math.ceil((lastBeginning + 1) / batchSeconds);
    /** The rest of the beginning, in batches as they come. */
    const rest: HandedOver[] = Array.from({ length: batches - 1 }, (_, n) => {
      const from = (n + 1) * batchSeconds;
      return { afterSeconds: from, event: (fired) => batch(seenFrom(fired, within(from, from + batchSeconds))) };
    });
    const comingBack: HandedOver[] =
      goingOn[spec.act].length === 0
        ? []
        : Array.from({ length: again.times }, (_, n) => ({
            afterSeconds: lastBeginning + (n + 1) * again.everySeconds,
            event: (_fired, at) =>
              intrusions.isolatedSince(spec.name, at) === undefined
                ? batch(goingOn[spec.act].map(({ line }) => line(at.toISOString(), who)))
                : undefined,
          }));
    return {
      name: spec.name,
      alarm: spec.alarm,
      // Nobody says that it is over.
      alarmAt: () => 'ALARM',
      alarmEvent: (_state, at) => batch(first(at)),
      handedOver: [...rest, ...comingBack],
    };
  };

  return {
    subjects: specs.map(subjectOf),
    metrics: servedMetrics(
      { [`${runtimeNamespace}/EventsSeen`]: { dimensions: () => ({}), sample: () => eventsAMinute } },
      specs.slice(0, 1),
      now,
    ),
  };
};
