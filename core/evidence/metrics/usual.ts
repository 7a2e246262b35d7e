import { quantileOf } from './quantile.ts';
import { addTo, removeFrom, type SortedWindow, sortedWindow } from './sorted-window.ts';
import type { Columns } from './points.ts';

/** What is usual: the level, and how far from it 19 of 20 values lie. */
export type Usual = { level: number; reach: number };

/** A day: what happens once a day or more often is usual. */
const memoryMs = 24 * 60 * 60_000;
/** So many values describe a day well enough; of a finer series every n-th is taken. */
const enough = 288;
/** A job that runs every hour takes one of twelve five-minute periods, and is usual; what takes less may not be. */
const usualShare = 0.95;
/** A quantile of few values is uncertain, by a share that falls with the root of their number: twice that is granted. */
const errors = 2;

/**
 * The median and the 0.95 quantile of the absolute deviations from it. The median absolute deviation is the 0.5 quantile
 * of the same deviations (Leys et al., 2013, "Detecting outliers"); the higher one keeps bursts that are part of a
 * metric's every day from looking like anomalies, and still ignores what is in one value of twenty.
 */
const usualOf = ({ kept, size }: SortedWindow): Usual => {
  const level = quantileOf(kept, 0.5, size);
  let first = 0;
  let last = size - 1;
  for (let left = Math.floor((1 - usualShare) * size); left > 0; left -= 1) {
    if (level - (kept[first] ?? 0) > (kept[last] ?? 0) - level) first += 1;
    else last -= 1;
  }
  const reach = Math.max(level - (kept[first] ?? 0), (kept[last] ?? 0) - level);
  return { level, reach: reach * (1 + errors / Math.sqrt(size)) };
};

/**
 * For each place what was usual in the day before it, leaving out the `width - 1` values that would share points with it
 * where each value stands for `width` points; undefined while fewer than `fewest` points lie before.
 */
export const usualBefore = (
  { times, values }: Columns,
  width: number,
  fewest: number,
): ((place: number) => Usual | undefined) => {
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const inMemory = span > memoryMs ? (values.length * memoryMs) / span : values.length;
  const stride = Math.max(1, Math.ceil(inMemory / enough));
  const window = sortedWindow(Math.ceil(values.length / stride) + 1);
  let [oldest, next] = [0, 0];
  let usual: Usual | undefined;
  return (place) => {
    const droppedTo = oldest;
    const addedTo = next;
    for (; next <= place - width; next += stride) addTo(window, values[next] ?? 0);
    const memory = (times[place] ?? 0) - memoryMs;
    for (; oldest < next && (times[oldest] ?? 0) < memory; oldest += stride) removeFrom(window, values[oldest] ?? 0);
    const known = window.size > 0 && window.size * stride >= fewest;
    if (!known) usual = undefined;
    else if (usual === undefined || oldest !== droppedTo || next !== addedTo) usual = usualOf(window);
    return usual;
  };
};
