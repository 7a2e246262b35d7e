import { behaviorOf } from '../../core/evidence/metrics/behavior.ts';
import { onsetOf } from '../../core/evidence/metrics/onset.ts';
import type { Points } from '../../core/evidence/metrics/points.ts';
import type { LabelledSeries, Window } from './labelled-series.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const contextMs = 48 * hourMs;
/** How far apart the ends of the pieces are in which nothing is labelled. */
const stepMs = 4 * hourMs;

/** Which 48 hours are looked at for one label and its window; what is not recorded of them is missing. */
export type Protocol = { name: string; until: (label: Date, window: Window) => number };
export const protocols: readonly Protocol[] = [
  { name: 'ends with the window', until: (_label, window) => window.to.getTime() },
  { name: 'ends at the label', until: (label) => label.getTime() },
  { name: 'ends 15 min after it', until: (label) => label.getTime() + hourMs / 4 },
  { name: 'ends 1 h after it', until: (label) => label.getTime() + hourMs },
  { name: 'ends 3 h after it', until: (label) => label.getTime() + 3 * hourMs },
  { name: 'label in the middle', until: (label) => label.getTime() + contextMs / 2 },
];

export type OnsetRow = {
  series: string;
  window: Window;
  onset: Date | undefined;
  inWindow: boolean;
  /** From the label to the onset; undefined without an onset. */
  minutesOff: number | undefined;
};
export type Shares = { cases: number; inWindow: number; withinHour: number };

const between = (points: Points, from: number, to: number): Points =>
  points.filter(({ at }) => at.getTime() >= from && at.getTime() <= to);

/** The window around a label, else that with the same number, for some labels lie outside of theirs. */
const windowOf = ({ windows }: LabelledSeries, label: Date, place: number): Window | undefined =>
  windows.find(({ from, to }) => from <= label && label <= to) ?? windows[place];

/** One row per label: the onset that is told for its context, against its window and itself. */
export const onsetRows = (series: readonly LabelledSeries[], { until }: Protocol): OnsetRow[] =>
  series.flatMap((one) =>
    one.labels.flatMap((label, place) => {
      const window = windowOf(one, label, place);
      if (window === undefined) return [];
      const end = until(label, window);
      const onset = onsetOf(between(one.points, end - contextMs, end));
      const inWindow = onset !== undefined && window.from <= onset && onset <= window.to;
      const minutesOff = onset === undefined ? undefined : Math.round((onset.getTime() - label.getTime()) / minuteMs);
      return [{ series: one.name, window, onset, inWindow, minutesOff }];
    }),
  );

export const sharesOf = (rows: readonly OnsetRow[]): Shares => ({
  cases: rows.length,
  inWindow: rows.filter(({ inWindow }) => inWindow).length / rows.length,
  withinHour:
    rows.filter(({ minutesOff = Number.POSITIVE_INFINITY }) => Math.abs(minutesOff) <= 60).length / rows.length,
});

/**
 * Of all 48 hour pieces that touch no labelled window, their ends four hours apart, the share at whose end `behaviorOf`
 * says that something is not steady. Some are real: a label marks what somebody cared about, not all that happened.
 */
export const falseAlarms = (
  series: readonly LabelledSeries[],
  periodSeconds: number,
): { pieces: number; share: number } => {
  const pieces = series.flatMap(({ points, windows }) => {
    const [first, last] = [points[0]?.at.getTime() ?? 0, points.at(-1)?.at.getTime() ?? 0];
    const ends = Array.from(
      { length: Math.floor((last - first - contextMs) / stepMs) + 1 },
      (_, n) => first + contextMs + n * stepMs,
    );
    return ends
      .filter((end) => windows.every(({ from, to }) => to.getTime() < end - contextMs || from.getTime() > end))
      .map((end) => between(points, end - contextMs, end));
  });
  const alarms = pieces.filter((piece) => (behaviorOf(piece, { periodSeconds })?.kind ?? 'steady') !== 'steady');
  return { pieces: pieces.length, share: alarms.length / pieces.length };
};
