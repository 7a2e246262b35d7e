import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Item, Key } from '../incident/table.ts';
import { calling, TableBusy } from './errors.ts';
import { StoredItem, StoredKey } from './stored.ts';
import { maxAttempts, type Pacing, spread } from './transact.ts';

const name = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);

/**
 * The items of these keys in their order. DynamoDB may leave keys unprocessed, when it is throttled or the answer would
 * be larger than 16 MB: those are asked for again, in at most four attempts in all, then `TableBusy`. Keys that are
 * named twice, none, or more than 100 are refused by DynamoDB itself: `ServiceRefused`.
 *
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export const getAll = async (
  client: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Key[],
  { wait = spread }: Pacing,
): Promise<(Item | undefined)[]> => {
  const found = new Map<string, Item>();
  let asked: Key[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    if (attempt > 1) await wait(attempt);
    const command = new BatchGetCommand({ RequestItems: { [tableName]: { Keys: asked, ConsistentRead: true } } });
    const { Responses, UnprocessedKeys } = await calling('dynamodb BatchGetItem', () => client.send(command));
    for (const item of z.array(StoredItem).parse(Responses?.[tableName] ?? [])) found.set(name(item), item);
    asked = z.array(StoredKey).parse(UnprocessedKeys?.[tableName]?.Keys ?? []);
    if (asked.length === 0) return keys.map((key) => found.get(name(key)));
  }
  throw new TableBusy(`dynamodb BatchGetItem left keys unprocessed in all ${maxAttempts} attempts`);
};
