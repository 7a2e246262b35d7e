import { resourceKey } from '../incident/resource.ts';
import { growthPercent, measureOf } from './limits.ts';
import type { PlannedAction } from './proposal.ts';

export type BlastRadius = {
  /** How many different resources are touched. */
  resources: number;
  /** The largest growth or shrinking of a field that has a size, in percent of its prior value; null where none has one. */
  changePercent: number | null;
};

/** How far a change reaches. Only a size has a percentage; one without a prior value the limits refuse before this is asked. */
export const blastRadius = (actions: readonly Pick<PlannedAction, 'id' | 'target' | 'touched'>[]): BlastRadius => {
  const growths = actions.flatMap((action) =>
    action.touched
      .filter(({ path }) => measureOf(action, path) === 'size')
      .map(({ before, after }) => growthPercent(before, after))
      .filter((growth) => growth !== undefined)
      .map(Math.abs),
  );
  return {
    resources: new Set(actions.map(({ target }) => resourceKey(target))).size,
    changePercent: growths.length === 0 ? null : Math.max(...growths),
  };
};
