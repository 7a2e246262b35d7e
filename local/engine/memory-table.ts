import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { type Item, indexes, type Key, type Table, type Write, waiting } from '../../core/incident/table.ts';
import { changeStream } from './change-stream.ts';
import { byBytes, conditionHolds } from './condition.ts';
import { type Attribute, fromAttributes, sizeOf, toAttributes } from './dynamodb-json.ts';
import type { EngineTable } from './types.ts';

type Image = Record<string, Attribute>;
/** `all` is for whoever checks what must be true of the whole table at the end of a run. */
export type MemoryTable = EngineTable & { all(): Item[] };

const StoredItem = z.looseObject({ pk: z.string().min(1), sk: z.string().min(1) });
const itemOf = (image: Image): Item => StoredItem.parse(fromAttributes(image));
const keyOf = (write: Write): Key => ('item' in write ? write.item : write.key);
const name = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);

/** DynamoDB's limits: 100 writes in a transaction, one per item, 400 KB an item. */
const checkLimits = (writes: readonly Write[]): void => {
  if (writes.length === 0 || writes.length > 100)
    throw new Error(`a transaction has 1 to 100 writes, not ${writes.length}`);
  if (new Set(writes.map((write) => name(keyOf(write)))).size < writes.length) {
    throw new Error('a transaction writes to each item once');
  }
  for (const write of writes) {
    if (write.kind === 'check' && write.when.length === 0)
      throw new Error(`a check of ${write.key.pk} needs a condition`);
    StoredItem.parse(keyOf(write));
    if ('item' in write && sizeOf({ M: toAttributes(write.item) }) > 400 * 1024) {
      throw new Error(`the item ${write.item.pk} is larger than 400 KB`);
    }
  }
};

const checkKeys = (keys: readonly Key[]): void => {
  if (keys.length === 0 || keys.length > 100) throw new Error(`one request reads 1 to 100 items, not ${keys.length}`);
  if (new Set(keys.map(name)).size < keys.length) throw new Error('one request reads each item once');
};

const mayWrite = (write: Write, stored: Record<string, unknown> | undefined): boolean =>
  write.kind === 'create' ? stored === undefined : write.when.every((condition) => conditionHolds(condition, stored));

/**
 * The table in memory: what core/incident/table.ts promises and the limits of the real one, with a stream in the form of
 * DynamoDB's. Every item is copied on its way in and out. Each call does its work before it first yields, so that runs
 * interleave at awaits and nowhere else.
 */
export const memoryTable = (now: () => Date): MemoryTable => {
  const images = new Map<string, Image>();
  const stream = changeStream(now);
  const items = (): Item[] => [...images.values()].map(itemOf);
  const having = (attribute: string, text: string): Item[] =>
    [...images.values()].filter((image) => isDeepStrictEqual(image[attribute], { S: text })).map(itemOf);

  const partition = (pk: string): Item[] => having('pk', pk).sort((a, b) => byBytes(a.sk, b.sk));

  const indexed = (index: { partition: string; sort: string }, partition: string): (Key & { at: string })[] =>
    having(index.partition, partition)
      .flatMap((item) => {
        const at = item[index.sort];
        return typeof at === 'string' ? [{ pk: item.pk, sk: item.sk, at }] : [];
      })
      .sort((a, b) => byBytes(a.at, b.at) || byBytes(a.pk, b.pk));
  const keys = (found: readonly Key[], limit: number): Key[] => found.slice(0, limit).map(({ pk, sk }) => ({ pk, sk }));

  const write = (one: Write): void => {
    if (one.kind === 'check') return;
    const key = keyOf(one);
    const before = images.get(name(key));
    const after = 'item' in one ? toAttributes(one.item) : undefined;
    if (after === undefined) images.delete(name(key));
    else images.set(name(key), after);
    stream.add({ key, before, after });
  };

  const stored = (key: Key): Item | undefined => {
    const image = images.get(name(key));
    return image === undefined ? undefined : itemOf(image);
  };

  const table: Table = {
    get: async (key) => stored(key),
    getAll: async (keys) => {
      checkKeys(keys);
      return keys.map(stored);
    },
    list: async (pk, prefix = '') => partition(pk).filter((item) => item.sk.startsWith(prefix)),
    newest: async (pk, limit) => partition(pk).reverse().slice(0, limit),
    due: async (at, limit) =>
      keys(
        indexed(indexes.byDeadline, waiting).filter((found) => found.at <= at.toISOString()),
        limit,
      ),
    byStatus: async (status, limit) => keys(indexed(indexes.byStatus, status).reverse(), limit),
    transact: async (writes) => {
      checkLimits(writes);
      const failed = writes.flatMap((one, index) => (mayWrite(one, stored(keyOf(one))) ? [] : [index]));
      if (failed.length > 0) return { kind: 'lost', failed };
      for (const one of writes) write(one);
      return { kind: 'committed' };
    },
  };
  return {
    table,
    all: items,
    take: async () => stream.take(),
    onChange: stream.onChange,
    stop: async () => {},
  };
};
