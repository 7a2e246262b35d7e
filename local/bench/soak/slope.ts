/** What was in use after so many incidents. */
export type Sample = { incidents: number; bytes: number };

export type Slope = {
  /** Bytes for each 1,000 incidents. */
  per1000: number;
  /** The standard error of that: how much of it is noise of the samples. */
  error: number;
};

/** Ordinary least squares through the samples; the slope of fewer than three is unknown (NaN). */
export const slopeOf = (samples: readonly Sample[]): Slope => {
  const n = samples.length;
  if (n < 3) return { per1000: Number.NaN, error: Number.NaN };
  const mean = (of: keyof Sample): number => samples.reduce((sum, one) => sum + one[of], 0) / n;
  const [x, y] = [mean('incidents'), mean('bytes')];
  const spread = samples.reduce((sum, one) => sum + (one.incidents - x) ** 2, 0);
  const together = samples.reduce((sum, one) => sum + (one.incidents - x) * (one.bytes - y), 0);
  const slope = together / spread;
  const rest = samples.reduce((sum, one) => sum + (one.bytes - y - slope * (one.incidents - x)) ** 2, 0);
  return { per1000: slope * 1000, error: Math.sqrt(rest / (n - 2) / spread) * 1000 };
};

/** Compiled code and caches fill up in the beginning: that is no leak. */
const warmUp = 0.25;

/** The samples of a run after it has warmed up. */
export const warm = (samples: readonly Sample[]): Sample[] => samples.slice(Math.floor(samples.length * warmUp));

/** What a run may grow by for each 1,000 incidents: 200 bytes an incident are less than any object that was forgotten. */
const allowed = 200_000;

/** True when memory grows by more than noise explains and is allowed. */
export const grows = ({ per1000, error }: Slope): boolean => per1000 - 2 * error > allowed;
