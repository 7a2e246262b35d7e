import type { Points } from './points.ts';

export type Gap = { from: Date; to: Date };

/** One and a half: periods do not begin on the millisecond, and one that is missing makes two. */
const slack = 1.5;

/** Where periods without data lie between points: from the beginning of the first missing one to the next point. */
export const gapsOf = (points: Points, periodSeconds: number): Gap[] => {
  const periodMs = periodSeconds * 1000;
  return points.slice(1).flatMap(({ at }, place) => {
    const before = points[place]?.at.getTime() ?? 0;
    return at.getTime() - before > slack * periodMs ? [{ from: new Date(before + periodMs), to: at }] : [];
  });
};
