/**
 * The quantile of ascending values, linear between neighbors; NaN of none.
 * (Hyndman and Fan, 1996, "Sample quantiles in statistical packages", definition 7.)
 */
export const quantileOf = (ascending: ArrayLike<number>, share: number, size = ascending.length): number => {
  const place = share * (size - 1);
  const below = ascending[Math.floor(place)] ?? Number.NaN;
  const above = ascending[Math.min(Math.floor(place) + 1, size - 1)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
};

/** The median of values in any order; NaN of none. */
export const medianOf = (values: ArrayLike<number>): number => quantileOf(Float64Array.from(values).sort(), 0.5);
