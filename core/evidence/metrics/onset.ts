import { type Excursion, excursionsOf } from './excursions.ts';
import type { Points } from './points.ts';

/** Twice the usual reach, about four standard deviations where values are normal, is clear. */
export const clear = 1;
/** Half of that way, for who knows that there is an anomaly, and has none that is clear. */
const faint = 0.5;
/** Eight times the usual reach is as clear as anything: beyond it the newer of two counts, not the higher. */
export const clearest = 3;
/** Of two the clearer is meant, unless it was over a day earlier for each time that it is twice as clear. */
const halfLifeMs = 24 * 60 * 60_000;

/**
 * The stretch that is meant when somebody who sees the series up to `until` asks what is wrong: the clearest, and the newer
 * where two are about as clear, for an alarm is about what is happening now.
 */
export const likeliestOf = (excursions: readonly Excursion[], until: number): Excursion | undefined => {
  const weight = ({ bits, to }: Excursion): number => Math.min(bits, clearest) * 0.5 ** ((until - to) / halfLifeMs);
  return excursions.toSorted((a, b) => weight(b) - weight(a))[0];
};

/** Between faint ones newness says nothing. */
const farthestOf = (points: Points, yesterday: Points): Excursion | undefined =>
  excursionsOf(points, yesterday, faint).toSorted((a, b) => b.bits - a.bits)[0];

/**
 * When the anomaly that the series shows at its end began, or the likeliest one before: the time of the first point that
 * was not as usual, or of the step that a lasting change began with. It is for who knows that there is one, an alarm for
 * instance, so a faint one is told where none is clear; undefined when all is as usual, or when too little is known about
 * what is. Best with two days of context, for a daily rise is known by the day before. `yesterday` are earlier points that
 * are compared with and never the answer.
 */
export const onsetOf = (points: Points, { yesterday = [] }: { yesterday?: Points } = {}): Date | undefined => {
  const until = points.at(-1)?.at.getTime() ?? 0;
  const likeliest = likeliestOf(excursionsOf(points, yesterday, clear), until) ?? farthestOf(points, yesterday);
  return likeliest === undefined ? undefined : new Date(likeliest.from);
};
