import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { account, region } from '../template/local-name.ts';
import type { TableDefinition } from '../template/model.ts';
import { type DynamoTable, dynamoEngineTable } from './dynamo-table.ts';
import { startDynoxide } from './dynoxide.ts';

/** A dynoxide of its own with the template's table, the project's DynamoDB adapter on it and its stream. */
export const dynoxideTable = async (
  binary: string,
  tableName: string,
  definition: TableDefinition,
): Promise<DynamoTable> => {
  const server = await startDynoxide(binary);
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
    return await dynamoEngineTable({ endpoint: server.endpoint, client, tableName, stop }, definition);
  } catch (error) {
    await stop();
    throw error;
  }
};
