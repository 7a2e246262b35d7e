import { growthPercent } from './limits.ts';
import type { PlannedAction, Risk } from './proposal.ts';

type Factor = { says: string; weight: number };

type Weighed = Pick<PlannedAction, 'id' | 'touched' | 'undo'>;

/** More than a doubling of one field is never low risk. */
const largeGrowth = 100;

const factorsOf = (action: Weighed): Factor[] => {
  const found: Factor[] = [];
  if (action.undo === 'irreversible') found.push({ says: `${action.id} cannot be undone`, weight: 2 });
  for (const { path, before, after } of action.touched) {
    const growth = growthPercent(before, after);
    if (growth === undefined)
      found.push({ says: `${path} changes from ${String(before)} to ${String(after)}`, weight: 1 });
    else if (Math.abs(growth) > largeGrowth)
      found.push({ says: `${path} changes by ${Math.round(growth)} %`, weight: 1 });
    else if (growth < 0) found.push({ says: `${path} is lowered by ${Math.round(-growth)} %`, weight: 1 });
    else found.push({ says: `${path} grows by ${Math.round(growth)} %, undo restores ${String(before)}`, weight: 0 });
  }
  return found;
};

/** Risk of a plan with the factors that made it: the heaviest factor decides, and two or more weighty ones add up. */
export const assessRisk = (actions: readonly Weighed[]): Risk => {
  const factors = actions.flatMap(factorsOf);
  const weight = factors.reduce((sum, factor) => sum + factor.weight, 0);
  return {
    level: weight === 0 ? 'low' : weight === 1 ? 'medium' : 'high',
    factors: [
      ...factors.map(({ says }) => says),
      `${actions.length} ${actions.length === 1 ? 'resource is' : 'resources are'} changed`,
    ],
  };
};
