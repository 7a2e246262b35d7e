import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { account, region } from '../template/local-name.ts';
import type { TableDefinition } from '../template/model.ts';
import { type DynamoTable, dynamoEngineTable, dynamoTableAt } from './dynamo-table.ts';
import { startDynoxide } from './dynoxide.ts';

/**
 * A dynoxide of its own with the template's table, the project's DynamoDB adapter on it and its stream. `file`: where the
 * table is kept; one that an earlier process left there is gone on with, its stream told from the beginning.
 */
export const dynoxideTable = async (
  binary: string,
  tableName: string,
  definition: TableDefinition,
  file?: string,
): Promise<DynamoTable> => {
  const server = await startDynoxide(binary, file);
  const client = new DynamoDBClient({
    endpoint: server.endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'local' },
  });
  const stop = async (): Promise<void> => {
    client.destroy();
    await server.stop();
  };
  try {
    const place = { endpoint: server.endpoint, client, tableName, stop };
    const { TableNames = [] } = file === undefined ? {} : await client.send(new ListTablesCommand({}));
    return TableNames.includes(tableName) ? dynamoTableAt(place) : await dynamoEngineTable(place, definition);
  } catch (error) {
    await stop();
    throw error;
  }
};
