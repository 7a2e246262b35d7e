import * as z from 'zod';
import { type Item, indexes, type Key, type Table, type Write, waiting } from '../../core/incident/table.ts';
import { changeStream } from './change-stream.ts';
import { byBytes, conditionHolds } from './condition.ts';
import { fromAttributes, sizeOf, toAttributes } from './dynamodb-json.ts';
import { emptyImages, type Image, type Stored } from './images.ts';
import type { EngineTable } from './types.ts';

/** One item as a transaction left it; without `item` it is gone. What is seen here is the table's own: it is never altered. */
export type Written = { key: Key; item: Item | undefined };
export type MemoryTable = EngineTable & {
  /** Copies of all items, for whoever checks what must be true of the whole table at the end of a run. */
  all(): Item[];
  /** The stored item itself, not a copy. */
  peek(key: Key): Item | undefined;
  /** Hears of every committed transaction before anybody else does. */
  observe(listener: (written: readonly Written[]) => void): void;
  /**
   * Puts every item back to what it was then, as a restore to a point in time does; needs `keepsPast`. The restored table
   * has a stream of its own, which says nothing of it. `onRestore` hears of every item that became another one.
   */
  restore(to: Date): void;
  onRestore(listener: (written: readonly Written[]) => void): void;
};

const Keyed = z.looseObject({ pk: z.string().min(1), sk: z.string().min(1) });
const itemOf = (image: Image, { pk, sk }: Key): Item => ({ ...fromAttributes(image), pk, sk });
const keyOf = (write: Write): Key => ('item' in write ? write.item : write.key);
const name = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);

/** DynamoDB's limits: 100 writes in a transaction, one per item, 400 KB an item. */
const largest = 400 * 1024;
const checkLimits = (writes: readonly Write[]): void => {
  if (writes.length === 0 || writes.length > 100)
    throw new Error(`a transaction has 1 to 100 writes, not ${writes.length}`);
  if (new Set(writes.map((write) => name(keyOf(write)))).size < writes.length) {
    throw new Error('a transaction writes to each item once');
  }
  for (const write of writes) {
    if (write.kind === 'check' && write.when.length === 0)
      throw new Error(`a check of ${write.key.pk} needs a condition`);
    const { pk, sk } = keyOf(write);
    Keyed.parse({ pk, sk });
  }
};

const checkKeys = (keys: readonly Key[]): void => {
  if (keys.length === 0 || keys.length > 100) throw new Error(`one request reads 1 to 100 items, not ${keys.length}`);
  if (new Set(keys.map(name)).size < keys.length) throw new Error('one request reads each item once');
};

const mayWrite = (write: Write, stored: Record<string, unknown> | undefined): boolean =>
  write.kind === 'create' ? stored === undefined : write.when.every((condition) => conditionHolds(condition, stored));

const copies = (stored: readonly Stored[]): Item[] => stored.map(({ image, item }) => itemOf(image, item));

/**
 * The table in memory: what core/incident/table.ts promises and the limits of the real one, with a stream in the form of
 * DynamoDB's. Every item is copied on its way in and out. Each call does its work before it first yields, so that runs
 * interleave at awaits and nowhere else.
 */
export const memoryTable = (now: () => Date, { keepsPast = false } = {}): MemoryTable => {
  const images = emptyImages();
  const past: { at: Date; key: Key; before: Stored | undefined }[] = [];
  const restorers = new Set<(written: readonly Written[]) => void>();
  const stream = changeStream(now);
  const observers = new Set<(written: readonly Written[]) => void>();

  const indexed = (index: { partition: string; sort: string }, partition: string): (Key & { at: string })[] =>
    images
      .having(index.partition, partition)
      .flatMap(({ item }) => {
        const at = item[index.sort];
        return typeof at === 'string' ? [{ pk: item.pk, sk: item.sk, at }] : [];
      })
      .sort((a, b) => byBytes(a.at, b.at) || byBytes(a.pk, b.pk));
  const keys = (found: readonly Key[], limit: number): Key[] => found.slice(0, limit).map(({ pk, sk }) => ({ pk, sk }));

  const storedOf = (item: Item): Stored => {
    const image = toAttributes(item);
    if (sizeOf({ M: image }) > largest) throw new Error(`the item ${item.pk} is larger than 400 KB`);
    return { item: itemOf(image, item), image };
  };
  const write = (key: Key, stored: Stored | undefined): void => {
    const before = images.get(key);
    if (keepsPast) past.push({ at: now(), key, before });
    images.set(key, stored);
    stream.add({ key, before: before?.image, after: stored?.image });
  };
  const copy = (key: Key): Item | undefined => {
    const stored = images.get(key);
    return stored === undefined ? undefined : itemOf(stored.image, key);
  };

  const table: Table = {
    get: async (key) => copy(key),
    getAll: async (keys) => {
      checkKeys(keys);
      return keys.map(copy);
    },
    list: async (pk, prefix = '') => copies(images.partition(pk).filter(({ item }) => item.sk.startsWith(prefix))),
    newest: async (pk, limit) => copies(images.partition(pk).toReversed().slice(0, limit)),
    due: async (at, limit) =>
      keys(
        indexed(indexes.byDeadline, waiting).filter((found) => found.at <= at.toISOString()),
        limit,
      ),
    byStatus: async (status, limit) => keys(indexed(indexes.byStatus, status).reverse(), limit),
    transact: async (writes) => {
      checkLimits(writes);
      const ready = writes.map((one) => ('item' in one ? storedOf(one.item) : undefined));
      const failed = writes.flatMap((one, index) => (mayWrite(one, images.get(keyOf(one))?.item) ? [] : [index]));
      if (failed.length > 0) return { kind: 'lost', failed };
      const written = writes.flatMap((one, index): Written[] => {
        if (one.kind === 'check') return [];
        const { pk, sk } = keyOf(one);
        write({ pk, sk }, ready[index]);
        return [{ key: { pk, sk }, item: ready[index]?.item }];
      });
      for (const observe of observers) observe(written);
      return { kind: 'committed' };
    },
  };
  return {
    table,
    all: () => copies(images.all()),
    peek: (key) => images.get(key)?.item,
    observe: (listener) => void observers.add(listener),
    restore: (to) => {
      const undone = new Map<string, Written>();
      for (let last = past.at(-1); last !== undefined && last.at > to; last = past.at(-1)) {
        past.pop();
        images.set(last.key, last.before);
        undone.set(name(last.key), { key: last.key, item: last.before?.item });
      }
      for (const listener of restorers) listener([...undone.values()]);
    },
    onRestore: (listener) => void restorers.add(listener),
    take: async () => stream.take(),
    onChange: stream.onChange,
    stop: async () => {},
  };
};
