import { forwardMedians } from './forward-median.ts';
import { type Columns, columnsOf, type Points } from './points.ts';
import { medianOf } from './quantile.ts';
import { stepIn } from './step.ts';
import { surpriseAt } from './surprise.ts';
import type { Usual } from './usual.ts';

/** A stretch in which a metric was not as usual. Times in milliseconds; `to` is its last point that was not. */
export type Excursion = {
  from: number;
  to: number;
  /** How far it went (`surpriseAt`). */
  bits: number;
  /** What was usual before it, and what was farthest from that. */
  usual: Usual;
  peak: number;
};

const hourMs = 60 * 60_000;
/** So long a calm ends a stretch; a single calm point does not. */
const calmMs = hourMs / 2;
/** After half of the day that is remembered, a new level is the usual one. */
const longestMs = 12 * hourMs;
/** A hundredth of what the series spans: a wobble smaller than that is nothing, however flat the rest was. */
const leastShare = 0.01;
/** Fewer points than these say nothing about what is usual, and neither does the first sixteenth of a series. */
const fewest = 10;
const learningShare = 1 / 16;

/**
 * Where a metric was at least `bits` from usual, in the order of their beginnings, spikes and lasting changes alike: it is
 * looked for in the values themselves, and in medians of an hour, which are calm enough to show a small change that
 * lasts. One anomaly may be found in both. Usual is what the day before the stretch was like, frozen while the stretch
 * lasts. `yesterday` are earlier points that are compared with and not searched. Nothing but ratios of deviations
 * decides, so shifting or stretching all values changes nothing.
 */
export const excursionsOf = (points: Points, yesterday: Points, bits: number): Excursion[] => {
  const [start] = points;
  if (start === undefined) return [];
  const earlier = yesterday.filter(({ at }) => at < start.at);
  const columns = columnsOf(earlier, points);
  const search = { columns, begin: earlier.length, bits, limits: limitsOf(columns) };
  const hour = Math.round(hourMs / spacingOf(columns.times));
  return [1, ...(hour > 1 ? [hour] : [])]
    .flatMap((width) => stretchesOf(search, width))
    .toSorted((a, b) => a.from - b.from);
};

const spacingOf = (times: Float64Array): number =>
  medianOf(times.subarray(1).map((time, place) => time - (times[place] ?? 0)));

const limitsOf = ({ values }: Columns): Search['limits'] => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { fewest: Math.max(fewest, Math.floor(values.length * learningShare)), least: leastShare * (high - low) };
};

type Search = { columns: Columns; begin: number; bits: number; limits: { fewest: number; least: number } };

const stretchesOf = (search: Search, width: number): Excursion[] => {
  const { times, values } = search.columns;
  const medians = width === 1 ? values : forwardMedians(values, width);
  const runs = runsIn({ ...search, columns: { times: times.subarray(0, medians.length), values: medians } }, width);
  return runs.map(({ first, last, farthest, bits, usual }) => {
    // A median of an hour changes half an hour early: the step in the points around it is where it began.
    const around = { from: Math.max(search.begin, first - width), to: Math.min(times.length, first + 2 * width) };
    const place = width === 1 ? first : stepIn(values, around.from, around.to).place;
    const from = times[place] ?? 0;
    return { from, to: Math.max(times[last + width - 1] ?? 0, from), bits, usual, peak: medians[farthest] ?? 0 };
  });
};

type Run = { first: number; last: number; farthest: number; bits: number; usual: Usual };

const runsIn = ({ columns, begin, bits: least, limits }: Search, width: number): Run[] => {
  const surprise = surpriseAt(columns, width, limits);
  const timeAt = (place: number): number => columns.times[place] ?? 0;
  const runs: Run[] = [];
  let open: Run | undefined;
  for (let place = begin; place < columns.values.length; place += 1) {
    if (open !== undefined) {
      const calm = timeAt(place - 1) - timeAt(open.last);
      if (calm >= calmMs || timeAt(place) - timeAt(open.first) > longestMs) open = undefined;
    }
    const found = surprise(place, open?.usual);
    if (found === undefined || found.bits < least) continue;
    if (open === undefined) {
      open = { first: place, last: place, farthest: place, ...found };
      runs.push(open);
    } else {
      open.last = place;
      if (found.bits > open.bits) Object.assign(open, { bits: found.bits, farthest: place });
    }
  }
  return runs;
};
