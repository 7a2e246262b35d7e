import type { Columns } from './points.ts';

const dayMs = 24 * 60 * 60_000;
/** A daily job does not start on the second, and people come a little earlier or later. */
const slackMs = 30 * 60_000;

/**
 * For each place, asked in ascending order, the lowest and the highest value at the same hour of the day before, half an
 * hour more or less; undefined where the series does not go back so far. The naive seasonal forecast (Hyndman and
 * Athanasopoulos, "Forecasting: Principles and Practice", 3rd ed., 5.2), widened, because it needs one day of context only.
 */
export const sameHourYesterday = ({
  times,
  values,
}: Columns): ((place: number) => { low: number; high: number } | undefined) => {
  let first = 0;
  return (place) => {
    const then = (times[place] ?? 0) - dayMs;
    while (first < place && (times[first] ?? 0) < then - slackMs) first += 1;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let at = first; at < values.length && (times[at] ?? 0) <= then + slackMs; at += 1) {
      low = Math.min(low, values[at] ?? low);
      high = Math.max(high, values[at] ?? high);
    }
    return low > high ? undefined : { low, high };
  };
};
