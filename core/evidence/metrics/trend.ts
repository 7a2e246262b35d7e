import { type Columns, columnsOf, type Points } from './points.ts';
import { medianOf } from './quantile.ts';
import { condensed, kendallTau, theilSen } from './slope.ts';

/** What a series rose or fell by from its beginning to its end, and how steadily: Kendall's tau, 0 to 1 either way. */
export type Trend = { before: number; now: number; tau: number };

const dayMs = 24 * 60 * 60_000;
/** Nine of ten pairs go the same way: noise and waves do not. */
const steadily = 0.8;
/** The whole rise is more than noise around the line: four standard deviations (1.4826 times the median deviation). */
const noiseTimes = 4 * 1.4826;
/** Fewer points show no trend. */
const fewest = 20;

/**
 * Whether a series rises or falls throughout, as what leaks or fills up does; undefined when not. Where it is longer than
 * a day, the hours of today must also lie beyond the same hours of yesterday, or the morning would be a trend (the
 * seasonal Kendall test: Hirsch, Slack and Smith, 1982). A trend is not an anomaly by itself: it has no onset.
 */
export const trendOf = (points: Points): Trend | undefined => {
  if (points.length < fewest) return undefined;
  const series = condensed(columnsOf(points));
  const tau = kendallTau(series);
  if (Math.abs(tau) < steadily) return undefined;
  const { slope, valueAt } = theilSen(series);
  const before = valueAt(series.times[0] ?? 0);
  const now = valueAt(series.times.at(-1) ?? 0);
  const noise = medianOf(series.values.map((value, place) => Math.abs(value - valueAt(series.times[place] ?? 0))));
  if (Math.abs(now - before) <= noiseTimes * noise || !alsoByDay(series, Math.sign(slope))) return undefined;
  return { before, now, tau };
};

const alsoByDay = ({ times, values }: Columns, direction: number): boolean => {
  let [pairs, same] = [0, 0];
  let then = 0;
  times.forEach((time, place) => {
    if (time - dayMs < (times[0] ?? 0)) return;
    while ((times[then + 1] ?? time) <= time - dayMs) then += 1;
    pairs += 1;
    if (Math.sign((values[place] ?? 0) - (values[then] ?? 0)) === direction) same += 1;
  });
  return same >= steadily * pairs;
};
