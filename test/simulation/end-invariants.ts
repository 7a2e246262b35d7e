import type { DeadLetter } from '../../local/engine/types.ts';
import { excused } from './excuses.ts';
import type { Ledger } from './ledger.ts';
import type { Mishap } from './mishap.ts';
import type { Story } from './story.ts';

/** What a story says of its ends, beside the invariants: each alarm has its incident, and each ends as it may. */
export const endProblems = (
  { incidents }: Ledger,
  { mayEnd, scenario }: Story,
  mishaps: readonly Mishap[],
  deadLetters: readonly DeadLetter[],
): string[] => {
  // What the table was made to forget may be there no more, and may end in any way.
  if (mishaps.some(({ of }) => of === 'restore')) return [];
  const mayAlsoEnd = excused(mishaps);
  const isLost = deadLetters.some((letter) => letter.function === 'alarm-handler');
  return [
    ...(incidents.size >= scenario.troubles.length || isLost ? [] : [`only ${incidents.size} incidents were opened`]),
    ...[...incidents.values()]
      .filter(({ status }) => !(mayEnd.includes(status) || mayAlsoEnd.has(status)))
      .map(({ id, status, reason }) => `${id} ended ${status}: ${reason ?? 'no reason'}`),
  ];
};
