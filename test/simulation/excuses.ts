import type { Status } from '../../core/incident/lifecycle.ts';
import type { Mishap } from './mishap.ts';

/** Where a change that was approved can end. */
const approved = ['resolved', 'refused', 'rolled_back', 'outcome_unknown', 'rollback_failed'] as const;

/** What one mishap can do to an end that the story does not tell. */
const explains = (mishap: Mishap): readonly Status[] => {
  switch (mishap.of) {
    case 'call':
    case 'delivery':
      // A reading that failed is a gap in the evidence, and without evidence nothing is proposed.
      return mishap.where === 'analyzer' ? ['report_only'] : [];
    case 'event':
      if (mishap.kind === 'other button') return ['rejected', ...approved];
      return mishap.kind.includes('expiry') ? ['expired'] : [];
    case 'clock':
    case 'stream':
    case 'outage':
    case 'replay':
    case 'lag':
    case 'restore':
      return [];
    default:
      return mishap satisfies never;
  }
};

/** The states that an incident may end in besides those of its story, because of what went wrong. */
export const excused = (mishaps: readonly Mishap[]): ReadonlySet<Status> => new Set(mishaps.flatMap(explains));

/** Whether something was made to go wrong in a function, so that it may have failed for good. */
export const blamedIn = (mishaps: readonly Mishap[]): ((name: string) => boolean) => {
  const places = new Set(mishaps.map(({ where }) => where));
  const wasOut = mishaps.some(({ of }) => of === 'outage');
  return (name) => wasOut || places.has(name);
};
