import { CreateTableCommand, type CreateTableCommandInput, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoTable } from '../../core/aws/table.ts';
import type { TableDefinition } from '../template/model.ts';
import { streamReader } from './stream-reader.ts';
import type { EngineTable } from './types.ts';

/** The client is for adapters that need the same table: idempotency, the table's id. */
export type DynamoTable = EngineTable & { endpoint: string; tableName: string; client: DynamoDBClient };

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

export type TablePlace = { endpoint: string; client: DynamoDBClient; tableName: string; stop(): Promise<void> };

/** The table that is there at a DynamoDB endpoint: the project's own adapter on it, and its stream. */
export const dynamoTableAt = (place: TablePlace): DynamoTable => ({
  ...place,
  table: dynamoTable(place.client, { tableName: place.tableName }),
  take: streamReader(place.endpoint, place.tableName),
});

/** Creates the template's table at a DynamoDB endpoint: the project's own adapter on it, and its stream. */
export const dynamoEngineTable = async (place: TablePlace, definition: TableDefinition): Promise<DynamoTable> => {
  await place.client.send(new CreateTableCommand(tableInput(place.tableName, definition)));
  return dynamoTableAt(place);
};
