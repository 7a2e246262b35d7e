import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { calling, ServiceRefused } from './errors.ts';

/**
 * Reads the id DynamoDB gave the table when it was created. A restored, copied or recreated table has another id under
 * whatever name, so a switch bound to the id does not follow it. Asked anew each time: a warm function may outlive a table.
 * Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`.
 */
export const dynamoTableId =
  (client: DynamoDBClient, { tableName }: { tableName: string }): (() => Promise<string>) =>
  async () => {
    const command = new DescribeTableCommand({ TableName: tableName });
    const { Table } = await calling('dynamodb DescribeTable', () => client.send(command));
    if (Table?.TableId === undefined) throw new ServiceRefused(`table ${tableName} has no id`);
    return Table.TableId;
  };
