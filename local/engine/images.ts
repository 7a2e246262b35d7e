import { type Item, indexes, type Key } from '../../core/incident/table.ts';
import { byBytes } from './condition.ts';
import type { Attribute } from './dynamodb-json.ts';

export type Image = Record<string, Attribute>;
/** An item as it is stored: what the domain wrote, and the image of it that the stream carries. */
export type Stored = { item: Item; image: Image };

/** The items of a table by partition, and its sparse index of deadlines. */
export type Images = {
  get(key: Key): Stored | undefined;
  /** Without `stored` the item is gone. */
  set(key: Key, stored: Stored | undefined): void;
  /** One partition in the order of its sort keys. */
  partition(pk: string): Stored[];
  /** Every item whose attribute holds this text. */
  having(attribute: string, text: string): Stored[];
  all(): Stored[];
};

const bySortKey = (a: Stored, b: Stored): number => byBytes(a.item.sk, b.item.sk);

/** An empty table. */
export const emptyImages = (): Images => {
  const partitions = new Map<string, Map<string, Stored>>();
  // Every index is sparse: most items are in none, and the timekeeper asks each minute.
  const indexed = new Map<string, Stored>();
  const isIndexed = ({ item }: Stored): boolean =>
    Object.values(indexes).some(({ partition }) => item[partition] !== undefined);
  const all = (): Stored[] => [...partitions.values()].flatMap((items) => [...items.values()]);

  return {
    get: ({ pk, sk }) => partitions.get(pk)?.get(sk),
    set: ({ pk, sk }, stored) => {
      const name = JSON.stringify([pk, sk]);
      const items = partitions.get(pk) ?? new Map<string, Stored>();
      indexed.delete(name);
      if (stored === undefined) {
        items.delete(sk);
        if (items.size === 0) partitions.delete(pk);
        return;
      }
      partitions.set(pk, items);
      items.set(sk, stored);
      if (isIndexed(stored)) indexed.set(name, stored);
    },
    partition: (pk) => [...(partitions.get(pk)?.values() ?? [])].toSorted(bySortKey),
    having: (attribute, text) => [...indexed.values()].filter(({ item }) => item[attribute] === text),
    all,
  };
};
