import * as z from 'zod';

const dayMs = 86_400_000;

/** A review by the date of the Monday on which it was written. */
export const Week = z.iso.date().refine((date) => new Date(date).getUTCDay() === 1, 'expected the date of a Monday');

/** The newest `count` Mondays, today's included, the newest first. */
export const lastMondays = (now: Date, count: number): string[] => {
  const sinceMonday = (now.getUTCDay() + 6) % 7;
  return Array.from({ length: count }, (_, n) =>
    new Date(now.getTime() - (sinceMonday + 7 * n) * dayMs).toISOString().slice(0, 10),
  );
};
