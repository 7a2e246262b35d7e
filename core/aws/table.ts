import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { indexes, type Item, type Key, type Table, waiting } from '../incident/table.ts';
import { calling } from './errors.ts';
import { getAll } from './get-all.ts';
import { StoredItem, StoredKey } from './stored.ts';
import { type Pacing, transact } from './transact.ts';

/** All pages, or as many as it takes to have `limit` items. */
const query = async (client: DynamoDBDocumentClient, input: QueryCommandInput, limit?: number): Promise<unknown[]> => {
  const items: unknown[] = [];
  let start: Pick<QueryCommandInput, 'ExclusiveStartKey'> = {};
  for (;;) {
    const rest = limit === undefined ? {} : { Limit: limit - items.length };
    const command = new QueryCommand({ ...input, ...rest, ...start });
    const page = await calling('dynamodb Query', () => client.send(command));
    items.push(...(page.Items ?? []));
    if (page.LastEvaluatedKey === undefined || (limit !== undefined && items.length >= limit)) return items;
    start = { ExclusiveStartKey: page.LastEvaluatedKey };
  }
};

/**
 * The table on DynamoDB. Takes the plain client and makes its own document client, so that `undefined` in an item is
 * left out wherever the table is used. Throws `TableBusy`, `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`.
 */
export const dynamoTable = (client: DynamoDBClient, config: { tableName: string } & Pacing): Table => {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const TableName = config.tableName;

  return {
    get: async ({ pk, sk }): Promise<Item | undefined> => {
      const command = new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true });
      const { Item: item } = await calling('dynamodb GetItem', () => documents.send(command));
      return item === undefined ? undefined : StoredItem.parse(item);
    },

    getAll: (keys) => getAll(documents, TableName, keys, config),

    list: async (pk, prefix = ''): Promise<Item[]> => {
      const below = prefix === '' ? '' : ' AND begins_with(#sk, :prefix)';
      const items = await query(documents, {
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: `#pk = :pk${below}`,
        ExpressionAttributeNames: { '#pk': 'pk', ...(prefix === '' ? {} : { '#sk': 'sk' }) },
        ExpressionAttributeValues: { ':pk': pk, ...(prefix === '' ? {} : { ':prefix': prefix }) },
      });
      return z.array(StoredItem).parse(items);
    },

    newest: async (pk, limit): Promise<Item[]> => {
      const input: QueryCommandInput = {
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': 'pk' },
        ExpressionAttributeValues: { ':pk': pk },
        ScanIndexForward: false,
      };
      return z.array(StoredItem).parse(await query(documents, input, limit));
    },

    due: async (at, limit): Promise<Key[]> => {
      const { name, partition, sort } = indexes.byDeadline;
      const input: QueryCommandInput = {
        TableName,
        IndexName: name,
        KeyConditionExpression: '#partition = :partition AND #sort <= :at',
        ExpressionAttributeNames: { '#partition': partition, '#sort': sort },
        ExpressionAttributeValues: { ':partition': waiting, ':at': at.toISOString() },
        ProjectionExpression: 'pk, sk',
      };
      return z.array(StoredKey).parse(await query(documents, input, limit));
    },

    byStatus: async (status, limit): Promise<Key[]> => {
      const { name, partition } = indexes.byStatus;
      const input: QueryCommandInput = {
        TableName,
        IndexName: name,
        KeyConditionExpression: '#partition = :partition',
        ExpressionAttributeNames: { '#partition': partition },
        ExpressionAttributeValues: { ':partition': status },
        ProjectionExpression: 'pk, sk',
        ScanIndexForward: false,
      };
      return z.array(StoredKey).parse(await query(documents, input, limit));
    },

    transact: (writes) => transact(documents, TableName, writes, config),
  };
};
