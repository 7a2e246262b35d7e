/** One-sided 95 % of the normal distribution. */
const z = 1.645;

/**
 * How many times more often something happens since the onset than before, as the lower end of a one-sided 95 % interval
 * of the rate ratio: above 1 it is more often beyond what chance explains, and few occurrences say little. The interval is
 * the usual one of the logarithm of two Poisson rates (Rothman, "Modern Epidemiology", person-time data) with a half added
 * to each count (Haldane-Anscombe), so that a count of nought before needs no special case. 0 where it did not happen since. Durations in milliseconds.
 */
export const burst = (before: number, beforeMs: number, since: number, sinceMs: number): number => {
  // Of a time of which nothing was seen nothing is known, however short it was.
  if (since === 0) return 0;
  const ratio = (since + 0.5) / Math.max(sinceMs, 1_000) / ((before + 0.5) / Math.max(beforeMs, 1_000));
  return ratio * Math.exp(-z * Math.sqrt(1 / (since + 0.5) + 1 / (before + 0.5)));
};
