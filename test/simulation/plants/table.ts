import type { Item, Write } from '../../../core/incident/table.ts';
import type { Plant } from '../plant.ts';

type Rewrite = (write: Write) => readonly Write[];

/** Every transaction of the functions goes through `rewrite`; one of which nothing is left is believed to be made. */
export const rewriting = (rewrite: Rewrite): Plant => ({
  ports: (ports) => ({
    ...ports,
    table: {
      ...ports.table,
      transact: async (writes) => {
        const left = writes.flatMap((write) => rewrite(write));
        return left.length === 0 ? { kind: 'committed' } : ports.table.transact(left);
      },
    },
  }),
});

/** Writes that never arrive. */
export const losing = (isLost: (write: Write) => boolean): Plant =>
  rewriting((write) => (isLost(write) ? [] : [write]));

/** Items that are written as something else. */
export const altering = (alter: (item: Item) => Item): Plant =>
  rewriting((write) => ['item' in write ? { ...write, item: alter(write.item) } : write]);

/** Whether a write puts an item whose sort key begins so. */
export const puts = (write: Write, prefix: string): boolean => 'item' in write && write.item.sk.startsWith(prefix);

/** Whether a write is of a partition that begins so. */
export const isBelow = (write: Write, prefix: string): boolean =>
  ('item' in write ? write.item : write.key).pk.startsWith(prefix);
