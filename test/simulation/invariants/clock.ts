import type { MakeInvariant } from './invariant.ts';

/** Longer than any run of a function lives. */
const longestRunMs = 60_000;

/** A step says when it was made: not later than it was, not long before, and never before the step that it follows. */
export const clock: MakeInvariant = ({ ledger, skewMs }) => ({
  transaction: ({ steps, at }) =>
    steps.flatMap(({ incidentId, seq, at: said }) => {
      const now = at.getTime();
      const says = Date.parse(said);
      const before = Date.parse(ledger.log(incidentId).at(-2)?.at ?? said);
      return says <= now + skewMs && says >= now - longestRunMs - skewMs && says + 2 * skewMs >= before
        ? []
        : [`${incidentId}: step ${seq} says ${said}, it is ${at.toISOString()}`];
    }),
});
