import type { Table } from '../../incident/table.ts';
import type { Models } from './models.ts';
import { type BudgetName, leastLeft, type Spent, spendingWrites, spentKeys, spentOf } from './spent.ts';

/** How often a reserve is tried while other incidents reserve at the same moment. */
const attempts = 8;

export type Reserved = {
  kind: 'reserved';
  /** Micro dollars that the call may cost. */
  micro: number;
  /** Once the cost is known. Without it the reserve counts as spent, as it does when the function dies in between. */
  settle(micro: number): Promise<void>;
};
export type Reserve = Reserved | { kind: 'over'; budget: BudgetName } | { kind: 'contended' };

/**
 * The money for the model's calls. `reserve` takes at least `least` and at most `most` micro dollars, all that is left if
 * that is in between, before the call is made. Throws what the table throws.
 */
export type Budget = { reserve(incidentId: string, least: number, most: number): Promise<Reserve> };

type BudgetDeps = {
  table: Pick<Table, 'getAll' | 'transact'>;
  models: Models;
  now: () => Date;
  /** Before attempt 2, 3 ...: at random, so that racers spread. */
  pause: (attempt: number) => Promise<unknown>;
};

/** Budgets in the table. Two that race for the last of it cannot both have it: each write names the version it has read. */
export const tableBudget = ({ table, models, now, pause }: BudgetDeps): Budget => {
  type Add = (spent: Spent) => number | BudgetName;
  const added = async (incidentId: string, add: Add, reservedAt?: Date): Promise<number | BudgetName | 'contended'> => {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      if (attempt > 1) await pause(attempt);
      const at = now();
      const spent = spentOf(incidentId, await table.getAll(spentKeys(incidentId)), at);
      const micro = add(spent);
      if (typeof micro === 'string') return micro;
      const { kind } = await table.transact(spendingWrites(spent, micro, at, reservedAt));
      if (kind === 'committed') return micro;
    }
    return 'contended';
  };

  return {
    reserve: async (incidentId, least, most) => {
      const reservedAt = now();
      const take: Add = (spent) => {
        const left = leastLeft(spent, models);
        return left.micro < least ? left.budget : Math.min(most, left.micro);
      };
      const micro = await added(incidentId, take, reservedAt);
      if (micro === 'contended') return { kind: 'contended' };
      if (typeof micro === 'string') return { kind: 'over', budget: micro };
      return {
        kind: 'reserved',
        micro,
        settle: async (cost) => {
          if (cost !== micro) await added(incidentId, () => cost - micro, reservedAt);
        },
      };
    },
  };
};
