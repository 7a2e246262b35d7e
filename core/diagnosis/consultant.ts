import type { Table } from '../incident/table.ts';
import { type Budget, tableBudget } from './cost/budget.ts';
import type { Models, Price } from './cost/models.ts';
import { priceOf } from './cost/price.ts';
import type { Model } from './ports.ts';

/** A model with what it may cost, and how to wait before it is asked again. */
export type Consultant = {
  model: Model;
  /** Undefined where the layer has none: then it is not asked. */
  price: Price | undefined;
  budget: Budget;
  answerTokens: number;
  /** Waits between `from` and `to` milliseconds, at random. */
  pause: (from: number, to: number) => Promise<unknown>;
};

type Parts = {
  model: Model;
  models: Models;
  table: Pick<Table, 'getAll' | 'transact'>;
  now: () => Date;
  pause: Consultant['pause'];
};

/** The model with the prices and budgets of the policy layer; what is spent is counted in the table. */
export const consultantOf = ({ model, models, table, now, pause }: Parts): Consultant => ({
  model,
  price: priceOf(models, model.id),
  budget: tableBudget({ table, models, now, pause: (attempt) => pause(0, 25 * 2 ** attempt) }),
  answerTokens: models.answerTokens,
  pause,
});
