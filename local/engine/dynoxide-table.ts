import { CreateTableCommand, DynamoDBClient, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { dynamoTable } from '../../core/aws/table.ts';
import { region } from '../template/local-name.ts';
import type { TableDefinition } from '../template/model.ts';
import { startDynoxide } from './dynoxide.ts';
import { streamReader } from './stream-reader.ts';
import type { EngineTable } from './types.ts';

/** The client is for adapters that need the same table: idempotency, the table's id. */
export type DynoxideTable = EngineTable & { endpoint: string; tableName: string; client: DynamoDBClient };

/** How a table of the template is asked for: keys, indexes and stream; encryption and the rest are the account's. */
export const tableInput = (TableName: string, definition: TableDefinition): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: definition.KeySchema,
  AttributeDefinitions: definition.AttributeDefinitions,
  ...(definition.GlobalSecondaryIndexes === undefined
    ? {}
    : {
        GlobalSecondaryIndexes: definition.GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
          IndexName,
          KeySchema,
          Projection: {
            ProjectionType: Projection.ProjectionType,
            ...(Projection.NonKeyAttributes === undefined ? {} : { NonKeyAttributes: Projection.NonKeyAttributes }),
          },
        })),
      }),
  StreamSpecification: { StreamEnabled: true, StreamViewType: definition.StreamSpecification.StreamViewType },
});

/** A dynoxide of its own with the template's table, the project's DynamoDB adapter on it and its stream. */
export const dynoxideTable = async (
  binary: string,
  tableName: string,
  definition: TableDefinition,
): Promise<DynoxideTable> => {
  const server = await startDynoxide(binary);
  const client = new DynamoDBClient({
    endpoint: server.endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const stop = async (): Promise<void> => {
    client.destroy();
    await server.stop();
  };
  try {
    await client.send(new CreateTableCommand(tableInput(tableName, definition)));
  } catch (error) {
    await stop();
    throw error;
  }
  const table = dynamoTable(client, { tableName });
  return { endpoint: server.endpoint, tableName, client, table, take: streamReader(server.endpoint, tableName), stop };
};
