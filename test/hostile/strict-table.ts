import type { Key, Table } from '../../core/incident/table.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const longest = { pk: 2048, sk: 1024 } as const;

const wrongKey = (key: Key): boolean =>
  (['pk', 'sk'] as const).some((name) => key[name] === '' || Buffer.byteLength(key[name]) > longest[name]);

/** JSON writes half a surrogate pair as an escape, and nothing else of a well-formed text looks like it. */
const halfPair = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/;

/**
 * A table that refuses what DynamoDB refuses and the one in memory does not: keys that are empty or too long, texts that
 * UTF-8 cannot hold. What comes from a client must never get that far.
 */
export const strictTable = (table: Table): Table => {
  const keyed = (keys: readonly Key[]): void => {
    if (keys.some(wrongKey)) throw new Error('ValidationException: a key is empty or too long');
    if (halfPair.test(JSON.stringify(keys))) throw new Error('SerializationException: a key is no UTF-8');
  };
  return {
    get: async (key) => {
      keyed([key]);
      return table.get(key);
    },
    getAll: async (keys) => {
      keyed(keys);
      return table.getAll(keys);
    },
    list: async (pk, prefix) => {
      keyed([{ pk, sk: '-' }]);
      return table.list(pk, prefix);
    },
    newest: async (pk, limit) => {
      keyed([{ pk, sk: '-' }]);
      return table.newest(pk, limit);
    },
    due: table.due,
    byStatus: table.byStatus,
    transact: async (writes) => {
      keyed(writes.map((write) => ('item' in write ? write.item : write.key)));
      if (halfPair.test(JSON.stringify(writes))) throw new Error('SerializationException: an item is no UTF-8');
      return table.transact(writes);
    },
  };
};
