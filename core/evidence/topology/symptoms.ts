import type { Measured } from '../gathered.ts';
import { median, riseOf, type Shift } from './shift.ts';

/** By the start of a period, in milliseconds. */
export type Amounts = ReadonlyMap<number, number>;

/** One kind of symptom of one node. */
export type Symptom = {
  metric: string;
  unit?: string;
  shift: Shift;
  /** 0 (usual) to 1 (beyond chance). */
  certainty: number;
  /** What others may owe to it, by period: time that its requests took longer, or requests that failed, all together. */
  amounts: Amounts;
};

/** Of errors, the shift is in the share of requests that failed, 0 to 1. */
export type Symptoms = Partial<Record<'latency' | 'errors' | 'load', Symptom>>;

/** An alarm comes one to three periods after the onset; what comes later than as long after it is another story. */
const nearMs = 15 * 60_000;
const nearPeriods = 3;
/** Up to the first, in robust standard deviations, nothing is seen; from the second on there is no doubt. */
const [doubt, sure] = [2.5, 7];

/** What a series measures, by its name: the first pattern that any series has. */
const kinds = {
  latency: [/latency|duration|response.?time/i],
  requests: [/^(?:requests?|invocations|calls|count)$|request.?count/i],
  availability: [/availab|success/i],
  failures: [/fault|5xx/i, /error|throttle/i],
} as const;

/** The mean is what adds up along calls; a percentile tells of a service that has no mean. */
const stats = ['Average', 'Sum', 'p50', 'p90', 'p95', 'p99'];
const preference = ({ stat }: Measured): number => (stats.includes(stat) ? stats.indexOf(stat) : stats.length);

const find = (measured: readonly Measured[], kind: keyof typeof kinds): Measured | undefined =>
  kinds[kind].flatMap((pattern) =>
    measured.filter(({ name }) => pattern.test(name)).toSorted((a, b) => preference(a) - preference(b)),
  )[0];

const split = ({ points, periodSeconds }: Measured, alarmAt: Date) => {
  const near = Math.max(nearMs, nearPeriods * periodSeconds * 1000);
  const [from, to] = [alarmAt.getTime() - near, alarmAt.getTime() + near];
  return {
    baseline: points.filter(({ at }) => at.getTime() <= from),
    incident: points.filter(({ at }) => at.getTime() > from && at.getTime() <= to),
  };
};

/** The share of requests that failed, by whatever a service is measured. */
const failing = (measured: readonly Measured[], calls: Amounts): Measured | undefined => {
  const [available, failed] = [find(measured, 'availability'), find(measured, 'failures')];
  const series = available ?? failed;
  if (series === undefined) return undefined;
  const whole = series.unit === 'Percent' || series.points.some(({ value }) => value > 1) ? 100 : 1;
  const share = (at: Date, value: number): number => {
    if (series === available) return 1 - value / whole;
    return series.stat === 'Sum' ? value / Math.max(calls.get(at.getTime()) ?? value, 1) : value / whole;
  };
  return {
    ...series,
    name: 'failing share',
    points: series.points.map(({ at, value }) => ({ at, value: share(at, value) })),
  };
};

const symptom = (series: Measured | undefined, alarmAt: Date, least: (level: number) => number, calls: Amounts) => {
  if (series === undefined) return undefined;
  const { baseline, incident } = split(series, alarmAt);
  const shift = riseOf(baseline, incident, least);
  if (shift === undefined) return undefined;
  const certainty = Math.max(0, Math.min(1, (shift.deviations - doubt) / (sure - doubt)));
  const amounts: Amounts = new Map(
    incident.map(({ at, value }) => [at.getTime(), Math.max(0, value - shift.before) * (calls.get(at.getTime()) ?? 1)]),
  );
  const { name: metric, unit } = series;
  return { metric, ...(unit === undefined ? {} : { unit }), shift, certainty, amounts };
};

/** From here on it is load: a third more requests than usual, and beyond chance. */
const burst = 1.33;

/** Requests are so many more that they explain that a service is slow. */
export const isBurst = ({ load }: Symptoms): boolean =>
  load !== undefined && load.certainty > 0.5 && load.shift.now > burst * load.shift.before;

/** How sure the latency is that comes with a burst: the burst is an explanation that chance would need to share. */
const underBurst = 0.8;

/** What a node shows around the time of the alarm that it did not show before; `measured` are its series. */
export const symptomsOf = (measured: readonly Measured[], alarmAt: Date): Symptoms => {
  const requests = find(measured, 'requests');
  const calls: Amounts = new Map((requests?.points ?? []).map(({ at, value }) => [at.getTime(), value]));
  // Failures are a share of so many requests, which chance makes wobble as a binomial does; requests as Poisson's count.
  const usualCalls = Math.max(20, median([...calls.values()]));
  const chance = (share: number): number => {
    const likely = Math.min(0.995, Math.max(0.005, share));
    return Math.sqrt((likely * (1 - likely)) / usualCalls);
  };
  const load = symptom(requests, alarmAt, (level) => Math.max(1, Math.sqrt(level), level / 10), new Map());
  const errors = symptom(failing(measured, calls), alarmAt, chance, calls);
  const alone = symptom(find(measured, 'latency'), alarmAt, (level) => level / 20, calls);
  const together = load !== undefined && isBurst({ load }) && (alone?.shift.deviations ?? 0) > 1;
  const latency =
    alone === undefined || !together
      ? alone
      : { ...alone, certainty: Math.max(alone.certainty, underBurst * load.certainty) };
  return {
    ...(latency === undefined ? {} : { latency }),
    ...(errors === undefined ? {} : { errors }),
    ...(load === undefined ? {} : { load }),
  };
};

/** The kinds of symptom that people notice; load is none of them, only a reason. */
export const felt = ['latency', 'errors'] as const;
export type Felt = (typeof felt)[number];

/** How sure it is that a service is in trouble, 0 to 1. */
export const certaintyOf = (symptoms: Symptoms | undefined): number =>
  Math.max(0, ...felt.map((kind) => symptoms?.[kind]?.certainty ?? 0));

const weight = ({ certainty, amounts }: Symptom): number =>
  certainty * [...amounts.values()].reduce((sum, amount) => sum + amount, 0);

/** The symptoms of a thing of which there are several views: by kind, those of the view that shows most of it. */
export const mergedSymptoms = (views: readonly Symptoms[]): Symptoms => {
  const strongest = (kind: keyof Symptoms): Symptoms => {
    const [most] = views
      .flatMap((view) => view[kind] ?? [])
      .toSorted((a, b) => weight(b) - weight(a) || b.certainty - a.certainty);
    return most === undefined ? {} : { [kind]: most };
  };
  return { ...strongest('latency'), ...strongest('errors'), ...strongest('load') };
};
