import type { Chart, ChartLimit } from '../../../evidence/chart/chart.ts';
import type { Scale } from './scale.ts';

/** Where one value after the other lies: `at(low)` is `start`, `at(high)` is `end`. */
export type Axis = { low: number; high: number; at: (value: number) => number };

/** A straight scale. Where there is only one value it lies in the middle. Places have one decimal: enough for any screen. */
export const axis = (low: number, high: number, start: number, end: number): Axis => {
  const span = high - low;
  const share = (value: number): number => (span > 0 ? (value - low) / span : 0.5);
  return { low, high, at: (value) => Math.round(10 * (start + share(value) * (end - start))) / 10 };
};

/** As people count, the largest first. */
const roundSteps = [10, 5, 2.5, 2, 1, 0.5, 0.25, 0.2, 0.1];
const fewestTicks = 3;

/** The largest round step of which at least three lie in the range. */
const stepIn = (bottom: number, top: number): number => {
  const power = 10 ** Math.floor(Math.log10(top - bottom));
  const steps = roundSteps.map((one) => one * power);
  const count = (step: number): number => Math.floor(top / step + 1e-9) - Math.ceil(bottom / step - 1e-9) + 1;
  return steps.find((step) => count(step) >= fewestTicks) ?? power / 10;
};

export type Range = { low: number; high: number; ticks: number[] };

/**
 * Which values are shown and which of them are named: all values and the limit, with some room, from zero where that
 * costs little of the height; three to seven numbers that are round in the scale they are shown in.
 */
export const rangeOf = (values: readonly number[], limit: ChartLimit | undefined, { divisor }: Scale): Range => {
  const all = [...values, ...(limit === undefined ? [] : [limit.value])].map((value) => value / divisor);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const flat = most - least <= Math.abs(most) * 1e-9;
  const low = least >= 0 && (flat || least < most * 0.6) ? 0 : least;
  const high = most <= 0 && (flat || most > least * 0.6) ? 0 : most;
  const span = high - low || 1;
  const [bottom, top] = [low === 0 ? 0 : low - span * 0.05, high === 0 && low < 0 ? 0 : low + span * 1.08];
  const step = stepIn(bottom, top);
  const first = Math.ceil(bottom / step - 1e-9);
  const count = Math.floor(top / step + 1e-9) - first + 1;
  // What a step of 0.1 leaves behind the last digit is no part of the number.
  const tick = (n: number): number => Number(((first + n) * step).toPrecision(12)) * divisor;
  return { low: bottom * divisor, high: top * divisor, ticks: Array.from({ length: count }, (_, n) => tick(n)) };
};

const [minute, hour] = [60_000, 3_600_000];
const timeSteps = [1, 2, 5, 10, 15, 30]
  .map((minutes) => minutes * minute)
  .concat([1, 2, 3, 6, 12, 24].map((hours) => hours * hour));

/** Round times of a span, in milliseconds since 1970, at most `most`; `offset` is what local time is ahead of UTC. */
export const timeTicks = (from: number, to: number, most: number, offset = 0): number[] => {
  const step =
    timeSteps.find((one) => (to - from) / one <= most) ?? Math.ceil((to - from) / most / (24 * hour)) * 24 * hour;
  const first = Math.ceil((from + offset) / step) * step - offset;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, n) => first + n * step).slice(
    0,
    most,
  );
};

export type Line = { path: string; dots: { x: number; y: number }[] };

/** The series as one path, broken at its gaps; a point between two gaps is no line and becomes a dot. */
export const lineOf = (points: Chart['points'], x: (seconds: number) => number, y: (value: number) => number): Line => {
  const runs: { x: number; y: number }[][] = [[]];
  for (const [seconds, value] of points) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push({ x: x(seconds), y: y(value) });
  }
  const path = runs
    .filter(({ length }) => length > 1)
    .map((run) => run.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join(''))
    .join('');
  return { path, dots: runs.filter(({ length }) => length === 1).flat() };
};

export type Placed = { wanted: number; width: number };

/**
 * The centers of labels side by side in [start, end], in their order, together as near to where they belong as the others
 * let them: neighbors that would overlap become one block around the middle of where they belong (pool adjacent violators:
 * Ayer et al. 1955). What is wider than the room overlaps at its end.
 */
export const spread = (labels: readonly Placed[], start: number, end: number, gap: number): number[] => {
  // Where each would be, seen from the first one, if all stood side by side.
  const beside = labels.reduce<number[]>((all, { width }, index) => {
    const previous = labels[index - 1];
    const last = all.at(-1);
    return [...all, previous === undefined || last === undefined ? 0 : last + (previous.width + width) / 2 + gap];
  }, []);
  const blocks: { sum: number; count: number }[] = [];
  const meanOf = ({ sum, count }: { sum: number; count: number }): number => sum / count;
  for (const [index, { wanted }] of labels.entries()) {
    let block = { sum: wanted - (beside[index] ?? 0), count: 1 };
    for (let last = blocks.at(-1); last !== undefined && meanOf(last) >= meanOf(block); last = blocks.at(-1)) {
      block = { sum: block.sum + last.sum, count: block.count + last.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  const least = start + (labels[0]?.width ?? 0) / 2;
  const most = end - (labels.at(-1)?.width ?? 0) / 2 - (beside.at(-1) ?? 0);
  const places = blocks.flatMap((block) => Array.from({ length: block.count }, () => meanOf(block)));
  return places.map((place, index) => {
    const within = Math.max(least, Math.min(most, place));
    return Math.round(10 * (within + (beside[index] ?? 0))) / 10;
  });
};

/** About how wide a text of 12 px is; a character of Chinese, Japanese or Korean is as wide as it is high. */
export const textWidth = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + (character >= '\u2e80' ? 12 : 6.7), 0);
