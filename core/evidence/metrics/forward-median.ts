import { quantileOf } from './quantile.ts';
import { addTo, removeFrom, sortedWindow } from './sorted-window.ts';

/**
 * At each place the median of the `width` values from there on (Tukey, 1977, "Exploratory Data Analysis", running
 * medians): single spikes vanish, a change that lasts stays. Only as many as there are full widths.
 */
export const forwardMedians = (values: Float64Array, width: number): Float64Array => {
  const medians = new Float64Array(Math.max(0, values.length - width + 1));
  const window = sortedWindow(width);
  for (let place = 0; place < values.length; place += 1) {
    if (place >= width) removeFrom(window, values[place - width] ?? 0);
    addTo(window, values[place] ?? 0);
    if (place >= width - 1) medians[place - width + 1] = quantileOf(window.kept, 0.5, width);
  }
  return medians;
};
