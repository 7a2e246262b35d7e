import type { Resource } from '../incident/resource.ts';
import type { Fact, Finding } from './facts.ts';
import { type Limit, type Meaning, meaningOf, usualLimit } from './metric-meanings.ts';
import { type Behavior, behaviorOf } from './metrics/behavior.ts';
import type { Points } from './metrics/points.ts';
import { saturation } from './metrics/saturation.ts';
import type { WantedMetric } from './wanted.ts';

/** The recent part of the period: an alarm fires a few minutes after its onset. */
const recentMs = 15 * 60_000;
/** As many points on the right side of a limit again: what was beyond it is over. */
const enoughToBeOver = 5;
const rounded = (value: number): number => Math.round(value * 100) / 100;

const gibibyte = 2 ** 30;
/** Metrics that CloudWatch counts in bytes; RDS does not say so in their names. */
const inBytes = /bytes|^Free(StorageSpace|ableMemory)$/i;
/** A value for a person: many bytes in GiB, everything else as it is. */
const spoken = (name: string, value: number): string =>
  inBytes.test(name) && Math.abs(value) >= gibibyte ? `${rounded(value / gibibyte)} GiB` : String(rounded(value));

/** The runbook's limits, and where it gives none the usual ones. */
const limitOf = ({ namespace, name, saturatedAbove, saturatedBelow }: WantedMetric): Limit =>
  saturatedAbove === undefined && saturatedBelow === undefined
    ? usualLimit(namespace, name)
    : {
        ...(saturatedAbove === undefined ? {} : { above: saturatedAbove }),
        ...(saturatedBelow === undefined ? {} : { below: saturatedBelow }),
      };

/** True when the last values are all within the limit again. */
const isOver = (
  points: Points,
  { above = Number.POSITIVE_INFINITY, below = Number.NEGATIVE_INFINITY }: Limit,
): boolean => {
  const end = points.at(-1)?.at.getTime() ?? 0;
  const lately = points.filter(({ at }) => at.getTime() > end - recentMs).slice(-enoughToBeOver);
  return lately.length === enoughToBeOver && lately.every(({ value }) => value <= above && value >= below);
};

/** True when what counts has stood still since a step that is no longer recent. */
const isHistory = ({ counts }: Meaning, points: Points, onset: Date | undefined): boolean =>
  counts === true && (points.at(-1)?.at.getTime() ?? 0) - (onset?.getTime() ?? 0) > recentMs;

const wentTo: Readonly<Record<Exclude<Behavior['kind'], 'steady'>, string>> = {
  spike: 'went for a moment to',
  'level-shift': 'is at',
  trend: 'is on its way, at',
  'dropped-out': 'dropped out, to',
  silent: 'is not reported any more, last',
};

/**
 * What a metric shows at the end of its series, at most one finding: it is beyond the limit the runbook gives, or what it
 * does is not what was usual. `time` is the onset. A series without points shows nothing: the caller has a gap.
 */
export const metricFinding = (
  metric: WantedMetric,
  { points, yesterday = [] }: { points: Points; yesterday?: Points },
  resource: Resource,
): Finding | undefined => {
  const meaning = meaningOf(metric.name);
  const say = (value: number): string => spoken(metric.name, value);
  const finding = (fact: Fact, said: string, value: number, since?: Date): Finding => ({
    fact,
    summary: `${metric.name} (${metric.stat}) ${said}`,
    resource,
    ...(since === undefined ? {} : { time: since.toISOString() }),
    data: { metric: metric.id, name: metric.name, stat: metric.stat, value: rounded(value) },
    pointer: `metrics.json ${metric.namespace} ${metric.name} ${metric.stat}`,
  });

  const limit = limitOf(metric);
  const saturated = isOver(points, limit) ? undefined : saturation(points, limit);
  if (saturated !== undefined) {
    const { peak, since } = saturated;
    const [verb, bound] = saturated.limit === 'above' ? ['reached', limit.above] : ['fell to', limit.below];
    return finding(meaning.saturated, `${verb} ${say(peak)}, limit ${say(bound ?? peak)}`, peak, since);
  }
  const behavior = behaviorOf(points, { periodSeconds: metric.periodSeconds, yesterday });
  if (behavior === undefined || behavior.kind === 'steady') return undefined;
  const { kind, direction, before, now, onset } = behavior;
  const rose =
    direction === 'up' && (kind === 'trend' || (kind === 'level-shift' && !isHistory(meaning, points, onset)));
  const fact = rose ? meaning.rising : 'metric_shifted';
  return finding(fact, `${wentTo[kind]} ${say(now)}, before ${say(before)}`, now, onset);
};
