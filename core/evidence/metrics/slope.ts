import type { Columns } from './points.ts';
import { medianOf, quantileOf } from './quantile.ts';

/** A line through points: its slope per millisecond, and its value at a time. */
export type Line = { slope: number; valueAt: (time: number) => number };

/** More medians than these make a line no better, and pairs grow with their square. */
const mostPlaces = 48;

/** A series as at most 48 medians of neighbors, each at the middle of its time. */
export const condensed = ({ times, values }: Columns): Columns => {
  const width = Math.ceil(values.length / mostPlaces);
  const places = Array.from({ length: Math.ceil(values.length / Math.max(1, width)) }, (_, place) => place * width);
  return {
    times: Float64Array.from(places, (place) => medianOf(times.subarray(place, place + width))),
    values: Float64Array.from(places, (place) => medianOf(values.subarray(place, place + width))),
  };
};

/**
 * The line of the median of all slopes between two points, through the median of what they leave (Theil, 1950; Sen, 1968):
 * up to 29 % of the points may be anything. Meant for some dozens of points. NaN for fewer than two.
 */
export const theilSen = ({ times, values }: Columns): Line => {
  const slopes = new Float64Array((values.length * (values.length - 1)) / 2);
  let next = 0;
  for (let later = 1; later < values.length; later += 1) {
    for (let before = 0; before < later; before += 1) {
      const rise = (values[later] ?? 0) - (values[before] ?? 0);
      slopes[next] = rise / ((times[later] ?? 0) - (times[before] ?? 0));
      next += 1;
    }
  }
  const slope = quantileOf(slopes.sort(), 0.5);
  const start = times[0] ?? 0;
  const level = medianOf(values.map((value, place) => value - slope * ((times[place] ?? 0) - start)));
  return { slope, valueAt: (time) => level + slope * (time - start) };
};

/**
 * Kendall's tau against time, -1 (always falling) to 1 (always rising): the share of pairs that rise less the share that
 * fall (Mann, 1945, "Nonparametric tests against trend"). 0 for fewer than two points.
 */
export const kendallTau = ({ values }: Columns): number => {
  let sum = 0;
  for (let later = 1; later < values.length; later += 1) {
    for (let before = 0; before < later; before += 1) sum += Math.sign((values[later] ?? 0) - (values[before] ?? 0));
  }
  return values.length < 2 ? 0 : (2 * sum) / (values.length * (values.length - 1));
};
