import { medianOf } from '../../metrics/quantile.ts';

export type Shift = {
  /** The usual level: the median of the first quarter. */
  before: number;
  /** The highest and the lowest level that lasted. */
  high: number;
  low: number;
  /** The share of all points well above the usual level: 0 to 1. */
  elevated: number;
};

/** Fewer points tell no usual level from an unusual one. */
const fewest = 8;

/**
 * How far a series left its usual level and for how long, wherever in it that was: a record may go on after the fault has
 * passed. Levels are medians over a sliding window of a tenth of the series, so that single peaks do not count. Undefined for
 * a series that is too short.
 */
export const shiftOf = (values: readonly number[]): Shift | undefined => {
  if (values.length < fewest) return undefined;
  const before = medianOf(values.slice(0, Math.max(3, Math.floor(values.length / 4))));
  const width = Math.min(8, Math.max(3, Math.round(values.length / 10)));
  const levels = values
    .slice(0, values.length - width + 1)
    .map((_, start) => medianOf(values.slice(start, start + width)));
  const high = Math.max(...levels);
  const border = before + (high - before) / 4;
  return {
    before,
    high,
    low: Math.min(...levels),
    elevated: values.filter((value) => value > border).length / values.length,
  };
};
