import type { Status } from '../../core/incident/lifecycle.ts';
import type { Mishap, MishapOf } from './mishap.ts';

/** Where a change that was approved can end. */
const approved = ['resolved', 'refused', 'rolled_back', 'outcome_unknown', 'rollback_failed'] as const;
/** The same, when it is certain that it did not help or was not let through. */
const hindered = ['refused', 'rolled_back', 'outcome_unknown', 'rollback_failed'] as const;

/** A step that failed again and again ends as if it never came. */
const without: Readonly<Record<string, readonly Status[]>> = {
  // A reading that failed is a gap in the evidence, and without evidence nothing is proposed.
  analyzer: ['report_only'],
  // A mode that cannot be read is the most careful one.
  proposer: ['report_only'],
  // Or nobody ever got a link.
  notifier: ['notify_failed', 'expired'],
  // That an alarm went OK was not heard in time.
  'alarm-handler': ['expired'],
  'approval-api': ['expired'],
};
const everywhere = [...new Set(Object.values(without).flat())];

const afterEvent = ({ where, kind }: MishapOf<'event'>): readonly Status[] => {
  switch (where) {
    case 'operator':
      if (kind === 'closes') return ['closed'];
      // A request that is open is reminded of all the same.
      if (kind === 'unsubscribes') return ['notify_failed', 'expired', 'rollback_failed'];
      if (kind === 'observe') return ['report_only', ...hindered];
      return ['enables', 'execute', 'clears stop', 'closes circuit'].includes(kind)
        ? ['expired', ...approved]
        : hindered;
    case 'human':
      // What somebody changes by hand may help, too, or undo what stood in the way.
      return ['report_only', 'self_recovered', ...approved];
    case 'alarm':
      // Another incident may be opened for what is mended already, when nobody is left to decide, or when what stood in the
      // way of the first is part of what is found.
      return ['self_recovered', 'report_only', 'expired', ...approved];
    default:
      // Of a rollback the other one keeps the change.
      if (kind === 'other button') return ['rejected', 'closed', ...approved];
      return kind.includes('expiry') ? ['expired'] : [];
  }
};

const functionDown = (where: string): readonly Status[] | undefined => {
  const [what, name = ''] = where.split(' ');
  return what === 'function' ? (without[name] ?? hindered) : undefined;
};

/** What one mishap can do to an end that the story does not tell. */
const explains = (mishap: Mishap): readonly Status[] => {
  switch (mishap.of) {
    case 'call':
    case 'delivery':
      return without[mishap.where] ?? [];
    case 'event':
      return afterEvent(mishap);
    case 'outage':
      return functionDown(mishap.where) ?? everywhere;
    case 'clock':
    case 'stream':
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
