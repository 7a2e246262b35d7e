import { createHash } from 'node:crypto';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * The id of the table. moto tells none: there it is made of the table's ARN and the moment of its creation, which another
 * table or one made anew does not share. Only for the embedded stack; in an account the id is the one DynamoDB gave.
 */
export const endpointTableId =
  (client: DynamoDBClient, tableName: string): (() => Promise<string>) =>
  async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    if (Table?.TableId !== undefined) return Table.TableId;
    const birth = `${Table?.TableArn ?? tableName} ${Table?.CreationDateTime?.toISOString() ?? ''}`;
    return createHash('sha256').update(birth).digest('hex').slice(0, 32);
  };
