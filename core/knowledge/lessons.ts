import type { PastOption } from './option.ts';
import type { Similar } from './similar.ts';

/** How often a change was tried and what it came to. */
export type Lesson = {
  tried: number;
  fixed: number;
  /** It was made and the expected state was not reached, or it could not be made. */
  didNotHelp: number;
  inconclusive: number;
  /** Median seconds from the alarm to `resolved`. */
  medianSeconds?: number;
  /** When it last did not help. */
  lastInVain?: string;
};

const medianOf = (values: readonly number[]): number | undefined => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
};

const inVain = ({ outcome }: Similar): boolean => outcome === 'ineffective' || outcome === 'execution_failed';

/** What the tries among `similar` add up to. */
const lessonOf = (similar: readonly Similar[]): Lesson => {
  const tried = similar.filter(({ outcome }) => outcome !== 'untried');
  const vain = tried.filter(inVain);
  const fixed = tried.filter(({ outcome }) => outcome === 'fixed');
  const medianSeconds = medianOf(fixed.flatMap(({ seconds }) => seconds ?? []));
  const lastInVain = vain
    .map(({ closedAt }) => closedAt)
    .toSorted()
    .at(-1);
  return {
    tried: tried.length,
    fixed: fixed.length,
    didNotHelp: vain.length,
    inconclusive: tried.length - vain.length - fixed.length,
    ...(medianSeconds === undefined ? {} : { medianSeconds }),
    ...(lastInVain === undefined ? {} : { lastInVain }),
  };
};

/** What one change came to in similar incidents with the same cause, wherever they were. */
export const anywhere = (similar: readonly Similar[], category: string, { alike }: PastOption): Lesson =>
  lessonOf(similar.filter((one) => one.category === category && one.option?.alike === alike));

/** What it came to on the very same resource. */
export const here = (similar: readonly Similar[], category: string, { same }: PastOption): Lesson =>
  lessonOf(similar.filter((one) => one.sameResource && one.category === category && one.option?.same === same));
