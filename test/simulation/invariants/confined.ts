import { isApproved } from './approved-values.ts';
import type { MakeInvariant } from './invariant.ts';

/** A call changes what was approved of its resource and nothing else of it, seen in the world. */
export const confined: MakeInvariant = () => ({
  effect: (effect) =>
    effect.diff
      .filter(({ path, is }) => effect.planned !== undefined && !isApproved(effect, path, is))
      .map(
        ({ path, was, is }) =>
          `${effect.resource} (${effect.way}): ${path} went from ${String(was)} to ${String(is)}, which nobody approved`,
      ),
});
