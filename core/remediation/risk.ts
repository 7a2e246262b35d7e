import { resourceKey } from '../incident/resource.ts';
import type { FieldValue } from './action.ts';
import { catalogue } from './catalogue.ts';
import { growthPercent, measureOf } from './limits.ts';
import { changesNothing } from './observe.ts';
import type { PlannedAction, Risk } from './proposal.ts';

type Factor = { says: string; weight: number };

type Weighed = Pick<PlannedAction, 'id' | 'target' | 'touched' | 'undo'>;

/** More than a doubling of one field is never low risk. */
const largeGrowth = 100;

const sizeFactor = ({ path, before, after }: Weighed['touched'][number]): Factor => {
  const growth = growthPercent(before, after);
  if (growth === undefined) return { says: `${path} changes from ${String(before)} to ${String(after)}`, weight: 1 };
  if (Math.abs(growth) > largeGrowth) return { says: `${path} changes by ${Math.round(growth)} %`, weight: 1 };
  if (growth < 0) return { says: `${path} is lowered by ${Math.round(-growth)} %`, weight: 1 };
  return { says: `${path} grows by ${Math.round(growth)} %`, weight: 0 };
};

const factorsOf = (action: Weighed): Factor[] => {
  const known = catalogue.get(action.id);
  if (known === undefined) return [{ says: `nobody knows what ${action.id} does`, weight: 2 }];
  const { disrupts } = known;
  return [
    ...(action.undo === 'irreversible' ? [{ says: `${action.id} cannot be undone`, weight: 1 }] : []),
    ...(disrupts === undefined || action.touched.length === 0 ? [] : [{ says: disrupts, weight: 1 }]),
    ...action.touched.filter(({ path }) => measureOf(action, path) === 'size').map(sizeFactor),
  ];
};

/** A value in a sentence: of an ARN its name; the plan has the whole. */
const named = (value: FieldValue): string => (value === null ? 'not set' : String(value)).replace(/^arn:[^/]*\//, '');

/** What is switched can be switched back: however many switches one change needs, together they weigh as one. */
const switchFactors = (actions: readonly Weighed[]): Factor[] =>
  actions
    .flatMap((action) => action.touched.filter(({ path }) => measureOf(action, path) === 'switch'))
    .map(({ path, before, after }, index) => ({
      says: `${path} is switched from ${named(before)} to ${named(after)}`,
      weight: index === 0 ? 1 : 0,
    }));

/** An action without the fields that stay as they are: they weigh nothing. */
const changedOnly = (action: Weighed): Weighed => {
  const known = catalogue.get(action.id);
  const changes = (field: Weighed['touched'][number]): boolean =>
    known === undefined || !changesNothing(known, [field]);
  return { ...action, touched: action.touched.filter(changes) };
};

/**
 * Risk of a plan with the factors that made it: none of weight is low, one is medium, two are high. What cannot be undone,
 * what interrupts the service, what shrinks or more than doubles weighs; a growth up to a doubling does not.
 */
export const assessRisk = (actions: readonly Weighed[]): Risk => {
  const weighed = actions.map(changedOnly);
  const moving = weighed.filter(({ touched }) => touched.length > 0);
  const changed = new Set(moving.map(({ target }) => resourceKey(target))).size;
  const factors = [...weighed.flatMap(factorsOf), ...switchFactors(weighed)];
  const weight = factors.reduce((sum, factor) => sum + factor.weight, 0);
  return {
    level: weight === 0 ? 'low' : weight === 1 ? 'medium' : 'high',
    factors: [
      ...factors.map(({ says }) => says),
      `${changed} ${changed === 1 ? 'resource is' : 'resources are'} changed`,
    ],
  };
};
