import * as z from 'zod';
import type { Random } from '../../engine/random.ts';
import type { Subject } from '../../workload/world.ts';

/** An event as it is put on the bus, so many milliseconds after the storm began. */
export type Arrival = { atMs: number; event: object };

const Event = z.looseObject({
  account: z.string(),
  resources: z.tuple([z.string()]),
  detail: z.looseObject({
    alarmName: z.string(),
    state: z.looseObject({ value: z.string(), timestamp: z.string() }),
    configuration: z.looseObject({ metrics: z.array(z.unknown()) }),
  }),
});
type Event = z.infer<typeof Event>;

/** Which change of which alarm an event tells of: the same for every copy of it. */
export const changeOf = (event: unknown): { arn: string; name: string; at: string; state: string } => {
  const { resources, detail } = Event.parse(event);
  const at = new Date(detail.state.timestamp.replace('+0000', 'Z')).toISOString();
  return { arn: resources[0], name: detail.alarmName, at, state: detail.state.value };
};

const named = (event: Event, name: string): Event => ({
  ...event,
  resources: [event.resources[0].replace(/[^:]*$/, name)],
  detail: { ...event.detail, alarmName: name },
});

const foreign = (event: Event): Event => ({
  ...event,
  account: '999999999999',
  resources: [event.resources[0].replace(/\d{12}/, '999999999999')],
});

const withState = (event: Event, value: string): Event => ({
  ...event,
  detail: { ...event.detail, state: { ...event.detail.state, value } },
});

/** A metric that no runbook knows. */
const unmatched = (event: Event): Event => {
  const renamed = named(event, `unknown-${event.detail.alarmName}`);
  const metric = { namespace: 'Elsewhere', name: 'oddness', dimensions: {} };
  const metrics = [{ id: 'm1', metricStat: { metric, period: 60, stat: 'Sum' }, returnData: true }];
  return { ...renamed, detail: { ...renamed.detail, configuration: { ...renamed.detail.configuration, metrics } } };
};

/** Alarms that watch one resource. */
const alarmsEach = 5;
/** So many alarms of one resource fire in the same millisecond, in the middle of the storm. */
const burst = 40;
const lengthMs = 60_000;

/**
 * The storm: so many events within a minute. Each alarm goes ALARM, OK, ALARM and so on; a tenth is about one resource; one
 * in twelve is an exact copy of an earlier event; a few are of another account, without data or without a runbook.
 */
export const stormOf = (subjects: readonly Subject[], count: number, start: Date, random: Random): Arrival[] => {
  const firing = new Set<string>();
  const lastAt = new Map<string, number>();
  const arrivals: Arrival[] = [];
  const subjectAt = (n: number): Subject => {
    const found = subjects[n];
    if (found === undefined) throw new Error('a storm needs a resource');
    return found;
  };
  const change = (subject: Subject, name: string, atMs: number): Event => {
    // No alarm changes its state twice at once.
    const at = Math.max(atMs, (lastAt.get(name) ?? -1) + 1);
    lastAt.set(name, at);
    const state = firing.has(name) ? 'OK' : 'ALARM';
    if (state === 'ALARM') firing.add(name);
    else firing.delete(name);
    return named(Event.parse(subject.alarmEvent(state, new Date(start.getTime() + at))), name);
  };
  const inBurst = Math.min(burst, Math.floor(count / 10));
  for (let n = 0; n < inBurst; n += 1) {
    const subject = subjectAt(subjects.length - 1);
    const atMs = lengthMs / 2;
    arrivals.push({ atMs, event: change(subject, `${subject.alarm.name}-burst-${n}`, atMs) });
  }
  const times = Array.from({ length: count - inBurst }, () => random.int(lengthMs)).toSorted((a, b) => a - b);
  for (const atMs of times) {
    const earlier = arrivals[random.int(arrivals.length)];
    if (random.chance(1 / 12) && earlier !== undefined && earlier.atMs <= atMs) {
      arrivals.push({ atMs, event: earlier.event });
      continue;
    }
    const subject = subjectAt(random.chance(0.1) ? 0 : random.int(subjects.length));
    const name = `${subject.alarm.name}-${random.int(alarmsEach)}`;
    const odd = random.next();
    const event = (): object => {
      if (odd < 0.01) return foreign(change(subject, `${name}-foreign`, atMs));
      if (odd < 0.02) return withState(change(subject, `${name}-silent`, atMs), 'INSUFFICIENT_DATA');
      if (odd < 0.03) return unmatched(change(subject, `${name}-unmatched`, atMs));
      return change(subject, name, atMs);
    };
    arrivals.push({ atMs, event: event() });
  }
  return arrivals.toSorted((a, b) => a.atMs - b.atMs);
};
