import type { Resource } from '../incident/resource.ts';
import type { Fact, Finding } from './facts.ts';
import { type Limit, meaningOf, usualLimit } from './metric-meanings.ts';
import type { Series } from './ports.ts';
import type { WantedMetric } from './wanted.ts';

/** The recent part of the period: an alarm fires a few minutes after its onset. */
const recentMs = 15 * 60_000;
/** As many points on the right side of a limit again: what was beyond it is over. */
const enoughToBeOver = 5;
/** Too few points to speak of a usual level. */
const fewest = 10;

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
};

/**
 * The bounds of the usual: median ± 3 scaled median absolute deviations, and at least a fifth of the level, so that a flat
 * series does not make every wobble a signal. (Leys et al., 2013, "Detecting outliers: use absolute deviation around the
 * median"; 1.4826 makes the deviation comparable to a standard deviation.)
 */
const usual = (values: readonly number[]) => {
  const level = median(values);
  const deviation = 1.4826 * median(values.map((value) => Math.abs(value - level)));
  const margin = Math.max(3 * deviation, Math.abs(level) / 5);
  return { level, low: level - margin, high: level + margin };
};

const rounded = (value: number): number => Math.round(value * 100) / 100;

const gibibyte = 2 ** 30;
/** Metrics that CloudWatch counts in bytes; RDS does not say so in their names. */
const inBytes = /bytes|^Free(StorageSpace|ableMemory)$/i;
/** A value for a person: many bytes in GiB, everything else as it is. */
const spoken = (name: string, value: number): string =>
  inBytes.test(name) && Math.abs(value) >= gibibyte ? `${rounded(value / gibibyte)} GiB` : String(rounded(value));

type Point = Series['points'][number];
/** The start of the last unbroken run of points that are not as usual; single misses of up to two points do not break it. */
const onsetOf = (points: readonly Point[], odd: (value: number) => boolean): Date | undefined => {
  let onset: Date | undefined;
  let calm = 0;
  for (const { at, value } of points.toReversed()) {
    if (odd(value)) {
      onset = at;
      calm = 0;
    } else if (onset !== undefined) {
      calm += 1;
      if (calm > 2) break;
    }
  }
  return onset;
};

/** The runbook's limits, and where it gives none the usual ones. */
const limitOf = ({ namespace, name, saturatedAbove, saturatedBelow }: WantedMetric): Limit =>
  saturatedAbove === undefined && saturatedBelow === undefined
    ? usualLimit(namespace, name)
    : {
        ...(saturatedAbove === undefined ? {} : { above: saturatedAbove }),
        ...(saturatedBelow === undefined ? {} : { below: saturatedBelow }),
      };

/**
 * What a metric shows at the end of its series, at most one finding: it is beyond the limit the runbook gives, or its
 * recent level is not the level before. `time` is the onset. A series without points shows nothing: the caller has a gap.
 */
export const metricFinding = (metric: WantedMetric, series: Series, resource: Resource): Finding | undefined => {
  const last = series.points.at(-1);
  if (last === undefined) return undefined;
  const border = last.at.getTime() - recentMs;
  const recent = series.points.filter(({ at }) => at.getTime() > border).map(({ value }) => value);
  const earlier = series.points.filter(({ at }) => at.getTime() <= border).map(({ value }) => value);
  const meaning = meaningOf(metric.name);
  const peak = Math.max(...recent);
  const say = (value: number): string => spoken(metric.name, value);
  const finding = (fact: Fact, said: string, value: number, odd: (value: number) => boolean): Finding => ({
    fact,
    summary: `${metric.name} (${metric.stat}) ${said}`,
    resource,
    time: (onsetOf(series.points, odd) ?? last.at).toISOString(),
    data: { metric: metric.id, name: metric.name, stat: metric.stat, value: rounded(value) },
  });

  const { above: limit, below: least } = limitOf(metric);
  const lately = recent.slice(-enoughToBeOver);
  const isOver = (odd: (value: number) => boolean): boolean =>
    lately.length === enoughToBeOver && !lately.some((value) => odd(value));
  if (limit !== undefined && peak > limit && !isOver((value) => value > limit)) {
    return finding(meaning.saturated, `reached ${say(peak)}, limit ${say(limit)}`, peak, (value) => value > limit);
  }
  const lowest = Math.min(...recent);
  if (least !== undefined && lowest < least && !isOver((value) => value < least)) {
    return finding(meaning.saturated, `fell to ${say(lowest)}, limit ${say(least)}`, lowest, (value) => value < least);
  }
  if (earlier.length < fewest) return undefined;
  const { level, low, high } = usual(earlier);
  const now = median(recent);
  if (now >= low && now <= high) return undefined;
  const fact = now > high ? meaning.rising : 'metric_shifted';
  return finding(fact, `is at ${say(now)}, before ${say(level)}`, now, (value) => value < low || value > high);
};
