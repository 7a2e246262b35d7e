import type { Outcome } from './past-incident.ts';
import type { Lesson } from './lessons.ts';
import type { Similar } from './similar.ts';

const said: Readonly<Record<Outcome, string>> = {
  fixed: 'resolved',
  ineffective: 'did not help',
  execution_failed: 'could not be made',
  inconclusive: 'outcome not known',
  untried: 'nothing was changed',
};

const dayOf = (iso: string): string => iso.slice(0, 10);
const minutes = (seconds: number): string => `${Math.max(1, Math.round(seconds / 60))} min`;

/** How a past incident ended, as a few words: `resolved in 7 min`. */
export const outcomeText = ({ outcome, seconds }: Pick<Similar, 'outcome' | 'seconds'>): string =>
  outcome === 'fixed' && seconds !== undefined ? `${said.fixed} in ${minutes(seconds)}` : said[outcome];

/** One past incident as a line of words of this system and numbers: nothing in it was written by anybody. */
export const similarLine = (one: Similar): string =>
  [
    dayOf(one.closedAt),
    one.sameResource ? 'same resource' : 'another resource',
    `${Math.round(one.likeness * 100)} % alike`,
    one.category ?? 'no cause named',
    one.option?.actions.join('+') ?? 'no change',
    outcomeText(one),
  ].join(' | ');

/** So many of them a model is shown: about 40 tokens each. */
const mostLines = 4;
export const similarLines = (similar: readonly Similar[]): string[] => similar.slice(0, mostLines).map(similarLine);

/** What is said of a change that did not help on this resource; undefined where it never did so. */
export const inVainText = ({ didNotHelp, fixed, lastInVain }: Lesson): string | undefined => {
  if (lastInVain === undefined) return undefined;
  const helped = fixed === 0 ? '' : `; helped ${fixed === 1 ? 'once' : `${fixed} times`}`;
  return didNotHelp === 1
    ? `did not help here on ${dayOf(lastInVain)}${helped}`
    : `did not help here ${didNotHelp} times, last on ${dayOf(lastInVain)}${helped}`;
};

/** The record of a change in similar incidents with the same cause: `3 similar, 2 fixed by this, 1 not`. */
export const recordText = (similar: number, { fixed, didNotHelp, inconclusive, medianSeconds }: Lesson): string =>
  [
    `${similar} similar`,
    `${fixed} fixed by this${medianSeconds === undefined ? '' : ` (in ${minutes(medianSeconds)})`}`,
    ...(didNotHelp === 0 ? [] : [`${didNotHelp} not`]),
    ...(inconclusive === 0 ? [] : [`${inconclusive} not known`]),
  ].join(', ');
