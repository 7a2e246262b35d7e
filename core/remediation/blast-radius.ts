import { resourceKey } from '../incident/resource.ts';
import { growthPercent, measureOf } from './limits.ts';
import type { PlannedAction } from './proposal.ts';

type Measured = Pick<PlannedAction, 'id' | 'target' | 'touched'>;

/** How far a change reaches: how many different resources, and the largest growth of one field in percent, null for none. */
export const blastRadius = (actions: readonly Measured[]): { resources: number; changePercent: number | null } => {
  const growths = actions.flatMap((action) =>
    action.touched
      .filter(({ path }) => measureOf(action, path) === 'size')
      .flatMap(({ before, after }) => growthPercent(before, after) ?? []),
  );
  return {
    resources: new Set(actions.map(({ target }) => resourceKey(target))).size,
    changePercent: growths.length === 0 ? null : Math.max(...growths),
  };
};
