import { isAtRest } from '../../../local/run/at-rest.ts';
import type { MakeInvariant } from './invariant.ts';

/** When all is over every incident is at rest, and no function failed for good in which nothing was made to go wrong. */
export const finished: MakeInvariant = ({ ledger }) => ({
  end: ({ deadLetters, blamed }) => [
    ...[...ledger.incidents.values()]
      .filter(({ status }) => !isAtRest(status))
      .map(({ id, status, reason }) => `${id} ended ${status}: ${reason ?? 'no reason'}`),
    ...deadLetters
      .filter((letter) => !blamed(letter.function))
      .map((letter) => `${letter.function} failed without a fault: ${letter.error}`),
  ],
});
