import type { Bar } from './document.ts';

/** Where a value stands between the least and the greatest of a metric's numbers and zero: 0 to 1. */
export type Scaled = { before: number | null; after: number | null; threshold: number; zero: number };

/** The numbers of one metric on one scale. Metrics have scales of their own: their units differ. */
export const scaled = ({ before, after, threshold }: Bar): Scaled => {
  const values = [before, after, threshold].filter((value) => value !== null);
  const least = Math.min(0, ...values);
  const range = Math.max(0, ...values) - least || 1;
  const place = (value: number): number => (value - least) / range;
  return {
    before: before === null ? null : place(before),
    after: after === null ? null : place(after),
    threshold: place(threshold),
    zero: place(0),
  };
};
