/**
 * The place in [from, to) at which a step explains the values best: where two means leave the smallest sum of squares. The
 * cumulative sum of deviations is farthest from zero there, weighted by how many values lie on either side (Page, 1954,
 * "Continuous inspection schemes"; the one-change case of Killick et al., 2012, PELT). At least two values stay on each
 * side; `from` where there are too few. `gain` is the sum of squares that the step explains.
 */
export const stepIn = (values: Float64Array, from: number, to: number): { place: number; gain: number } => {
  const origin = values[from] ?? 0;
  let total = 0;
  for (let at = from; at < to; at += 1) total += (values[at] ?? 0) - origin;
  let best = { place: from, gain: 0 };
  let left = 0;
  for (let at = from; at < to; at += 1) {
    const [before, after] = [at - from, to - at];
    if (before >= 2 && after >= 2) {
      const gain = ((left / before - (total - left) / after) ** 2 * before * after) / (to - from);
      if (gain > best.gain) best = { place: at, gain };
    }
    left += (values[at] ?? 0) - origin;
  }
  return best;
};
