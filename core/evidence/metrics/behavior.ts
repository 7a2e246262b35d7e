import { type Excursion, excursionsOf } from './excursions.ts';
import { clear, clearest } from './onset.ts';
import { columnsOf, type Points } from './points.ts';
import { medianOf } from './quantile.ts';
import { condensed, kendallTau, type Line, theilSen } from './slope.ts';
import { trendOf } from './trend.ts';

/** `dropped-out`: values are at zero that were never near it. `silent`: no values come any more. */
export type BehaviorKind = 'steady' | 'spike' | 'level-shift' | 'trend' | 'dropped-out' | 'silent';
export type Behavior = {
  kind: BehaviorKind;
  direction: 'up' | 'down';
  /** Undefined for what is steady, and for a trend that is older than the series. */
  onset?: Date;
  /** The usual level before, and the level now (the peak of a spike; the last value that came of what is silent). */
  before: number;
  now: number;
  /** 0 to 1: how sure it is that this is not as usual; 0.5 is twice as far as 19 of 20 values. */
  strength: number;
};
export type BehaviorOptions = {
  periodSeconds: number;
  /** What counts as the end of the series; a quarter of an hour, or three periods where that is more. */
  recentSeconds?: number;
  /** Points before the series to compare with, of the day before where it is short. */
  yesterday?: Points;
  /** Up to when points were asked for: without it nothing is silent. */
  until?: Date;
};

/** A change of less than a tenth of the level harms nobody, however flat the metric was. */
const leastChange = 0.1;
/** So many points without which nothing is said. */
const fewest = 10;
/** So many periods may be late. */
const latePeriods = 3;
/** So many points since the onset, or it may still be a spike. */
const lastingPoints = 2;

/**
 * What a metric does at the end of its series, compared with the day before: what began and ended earlier is history.
 * Undefined when too little is known to say that it is steady.
 */
export const behaviorOf = (points: Points, options: BehaviorOptions): Behavior | undefined => {
  const { periodSeconds, yesterday = [], until } = options;
  const last = points.at(-1);
  if (last === undefined || points.length + yesterday.length < fewest) return undefined;
  const periodMs = periodSeconds * 1000;
  const recentMs = Math.max((options.recentSeconds ?? 15 * 60) * 1000, latePeriods * periodMs);
  const end = last.at.getTime();
  const recent = points.filter(({ at }) => at.getTime() > end - recentMs);
  const now = medianOf(recent.map(({ value }) => value));
  if (until !== undefined && until.getTime() - end > latePeriods * periodMs) {
    const onset = new Date(end + periodMs);
    return { kind: 'silent', direction: 'down', onset, before: now, now: last.value, strength: 1 };
  }

  const excursion = excursionsOf(points, yesterday, clear)
    .filter(({ to }) => to > end - recentMs)
    .toSorted((a, b) => Math.min(b.bits, clearest) - Math.min(a.bits, clearest))[0];
  if (excursion !== undefined && isMaterial(excursion.usual.level, excursion.peak)) {
    return departure(recent, points, excursion);
  }
  const trend = trendOf(points);
  if (trend !== undefined && isMaterial(trend.before, trend.now)) {
    const direction = trend.now > trend.before ? 'up' : 'down';
    return { kind: 'trend', direction, before: trend.before, now: trend.now, strength: Math.abs(trend.tau) };
  }
  const before = medianOf(points.map(({ value }) => value));
  return { kind: 'steady', direction: now >= before ? 'up' : 'down', before, now, strength: 0 };
};

const isMaterial = (before: number, after: number): boolean =>
  Math.abs(after - before) >= leastChange * Math.abs(before);

/** What an excursion is that reaches into the end of the series: over again, at a new level, or still moving. */
const departure = (recent: Points, points: Points, { from, usual, peak, bits }: Excursion): Behavior => {
  const since = points.filter(({ at }) => at.getTime() >= from);
  const end = points.at(-1)?.at.getTime() ?? 0;
  const now = medianOf(recent.filter(({ at }) => at.getTime() >= from).map(({ value }) => value));
  const up = peak > usual.level;
  const found = {
    direction: up ? ('up' as const) : ('down' as const),
    onset: new Date(from),
    before: usual.level,
    strength: 1 - 2 ** -bits,
  };
  const away = up ? now - usual.level : usual.level - now;
  if (since.length < lastingPoints || away <= usual.reach) return { kind: 'spike', ...found, now: peak };
  if (now === 0 && usual.level > usual.reach) return { kind: 'dropped-out', ...found, now };
  const ramp = rampIn(since, usual.level);
  if (ramp === undefined) return { kind: 'level-shift', ...found, now };
  // The line meets the usual level where the rise began, before it was clear; not longer ago than it is clear since.
  const began = from - (ramp.valueAt(from) - usual.level) / ramp.slope;
  return { kind: 'trend', ...found, onset: new Date(Math.round(Math.max(began, 2 * from - end))), now };
};

/** So many points make a ramp, which most pairs of must agree with, and half of the way must lie on it. */
const rampPoints = 6;
const rampTau = 0.6;
const rampShare = 0.5;

/** The line along which the values moved away from the level, when they did not jump. */
const rampIn = (since: Points, level: number): Line | undefined => {
  if (since.length < rampPoints) return undefined;
  const series = condensed(columnsOf(since));
  const line = theilSen(series);
  const [start, end] = [series.times[0] ?? 0, series.times.at(-1) ?? 0];
  const way = line.valueAt(end) - level;
  const onLine = (line.valueAt(end) - line.valueAt(start)) / way;
  return onLine >= rampShare && Math.abs(kendallTau(series)) >= rampTau ? line : undefined;
};
