import type { Lesson } from './lessons.ts';

const balance = ({ fixed, didNotHelp }: Lesson): number => fixed - didNotHelp;

/**
 * Which of the choices is recommended, as an index; 0 is the one the runbook recommends. It stays the first unless it did
 * not help here more often than it did and another choice has a better record: then the one with the best, the earliest of
 * equals. One that was never tried is better than one that fails.
 */
export const preferred = (lessons: readonly Lesson[]): number => {
  const [first] = lessons;
  if (first === undefined || balance(first) >= 0) return 0;
  let best = 0;
  let most = balance(first);
  for (const [index, lesson] of lessons.entries()) {
    if (balance(lesson) <= most) continue;
    best = index;
    most = balance(lesson);
  }
  return best;
};
