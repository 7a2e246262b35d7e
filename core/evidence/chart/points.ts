import { mostPoints, type Chart } from './chart.ts';
import type { Points } from '../metrics/points.ts';

/** DynamoDB holds numbers of 1e-130 to 1e126; CloudWatch's own bound is 2^360, about 2.3e108. */
const [smallest, largest] = [1e-100, 1e110];
/** Six digits are more than any chart shows. */
const rounded = (value: number): number => {
  if (Math.abs(value) < smallest) return 0;
  return Math.sign(value) * Math.min(Math.abs(Number(value.toPrecision(6))), largest);
};

/** Stretches without a hole of more than `holeMs`. */
const stretches = (points: Points, holeMs: number): Points[] => {
  const found: { at: Date; value: number }[][] = [];
  let last: number | undefined;
  for (const point of points) {
    const time = point.at.getTime();
    if (last === undefined || time - last > holeMs) found.push([point]);
    else found.at(-1)?.push(point);
    last = time;
  }
  return found;
};

/** The lowest and the highest of each part of a stretch, in their order, and its last point: what is now. */
const extremes = (points: Points, partMs: number): Points => {
  const parts = new Map<number, { low: Points[number]; high: Points[number] }>();
  for (const point of points) {
    const key = Math.floor(point.at.getTime() / partMs);
    const part = parts.get(key) ?? { low: point, high: point };
    parts.set(key, {
      low: point.value < part.low.value ? point : part.low,
      high: point.value > part.high.value ? point : part.high,
    });
  }
  const kept = new Set([...parts.values()].flatMap(({ low, high }) => [low, high]).concat(points.slice(-1)));
  return points.filter((point) => kept.has(point));
};

type Window = { from: Date; to: Date; periodSeconds: number };

/**
 * A series in at most about `most` points: all of them, or of each part of the time the lowest and the highest, so that no
 * peak is lost. Where periods are absent the line is broken; in a series that is little but holes only the widest are told.
 */
export const chartPoints = (points: Points, window: Window, most: number = mostPoints): Chart['points'] => {
  const [from, to] = [window.from.getTime(), window.to.getTime()];
  const inside = points
    .filter(({ at, value }) => Number.isFinite(value) && at.getTime() >= from && at.getTime() <= to)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const partMs = Math.max(1, (2 * (to - from)) / (most - 2));
  for (let holeMs = Math.max(1, 1500 * window.periodSeconds); ; holeMs *= 2) {
    const parts = stretches(inside, holeMs);
    const kept = inside.length > most ? parts.map((part) => extremes(part, partMs)) : parts;
    const seconds = ({ at }: Points[number]): number => Math.floor((at.getTime() - from) / 1000);
    const told = kept.flatMap((part, index): Chart['points'] => {
      const values = part.map((point): [number, number] => [seconds(point), rounded(point.value)]);
      const gap = kept[index - 1]?.slice(-1).map((point): [number, null] => [seconds(point), null]) ?? [];
      return [...gap, ...values];
    });
    if (parts.length <= 1 || told.length <= most + most / 4) return told;
  }
};
