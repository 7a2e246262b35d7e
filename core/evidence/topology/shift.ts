type Points = readonly { at: Date; value: number }[];

/** How a series differs from itself before. */
export type Shift = {
  /** The usual level. */
  before: number;
  /** About the second highest of the incident. */
  now: number;
  at: Date;
  /** How far beyond what such a stretch of the baseline reaches, in robust standard deviations. */
  deviations: number;
  onset?: Date;
};

/** Fewer points are no baseline. */
const fewest = 10;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

const quantile = (values: readonly number[], q: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
};

/** One point may be chance, and some periods of an incident are calm: what counts is above all its second highest. */
const height = (values: readonly number[]): number => {
  const [first = 0, second = first] = values.toSorted((a, b) => b - a);
  return first / 4 + (3 * second) / 4;
};

/** 1.4826 makes a median absolute deviation comparable to a standard deviation (Leys et al., 2013). */
const spread = (values: readonly number[], around: number): number =>
  1.4826 * median(values.map((value) => Math.abs(value - around)));

/** The share of normal values above two standard deviations is 0.023: the quantile that measures a heavy tail. */
const tail = 0.977;

/**
 * The rise of a series in an incident, or undefined where there is no baseline or no incident in it. The height of the
 * incident is compared with the heights of all equally long stretches of the baseline, so that a series that spikes by
 * habit, or has few requests, needs more to stand out. `least` is the spread that is chance at the usual level.
 */
export const riseOf = (baseline: Points, incident: Points, least: (level: number) => number): Shift | undefined => {
  if (baseline.length < fewest || incident.length === 0) return undefined;
  const values = baseline.map(({ value }) => value);
  const before = median(values);
  const length = Math.min(incident.length, Math.floor(values.length / 2));
  const heights = Array.from({ length: values.length - length + 1 }, (_, start) =>
    height(values.slice(start, start + length)),
  );
  const usual = median(heights);
  const floor = Math.max(least(before), 1e-12);
  const unit = Math.max(spread(heights, usual), (quantile(heights, tail) - usual) / 2, floor);
  const now = height(incident.map(({ value }) => value));
  const peak = incident.reduce((high, point) => (point.value > high.value ? point : high));
  const odd = before + 3 * Math.max(spread(values, before), floor);
  const onset = incident.find(({ value }) => value > odd)?.at;
  return {
    before,
    now,
    at: peak.at,
    deviations: (now - usual) / unit,
    ...(onset === undefined ? {} : { onset }),
  };
};
