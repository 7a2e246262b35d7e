import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, it } from 'vitest';
import { dynamoTableId } from '../../../core/aws/table-id.ts';
import { expect } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const dynamo = mockedClient(DynamoDBClient);
const tableId = dynamoTableId(new DynamoDBClient({ region: 'eu-central-1' }), { tableName: 'ops' });
beforeEach(() => dynamo.reset());

describe('read the id of the table', () => {
  it('asks DynamoDB each time, because the table may have been replaced', async () => {
    dynamo
      .on(DescribeTableCommand)
      .resolvesOnce({ Table: { TableId: 'id-1' } })
      .resolvesOnce({ Table: { TableId: 'id-2' } });
    expect([await tableId(), await tableId()]).toEqual(['id-1', 'id-2']);
    expect(dynamo).toHaveReceivedCommandWith(DescribeTableCommand, { TableName: 'ops' });
  });

  it('throws when the answer holds no id', async () => {
    dynamo.on(DescribeTableCommand).resolves({ Table: {} });
    await expect(tableId()).rejects.toMatchObject({ name: 'ServiceRefused', message: 'table ops has no id' });
  });

  it.each([
    ['AccessDeniedException', 'client', 'NotPermitted'],
    ['ResourceNotFoundException', 'client', 'ServiceRefused'],
    ['InternalServerError', 'server', 'ServiceUnavailable'],
  ])('translates %s', async (name, fault, expected) => {
    dynamo.on(DescribeTableCommand).rejects(Object.assign(new Error(name), { name, $fault: fault }));
    await expect(tableId()).rejects.toMatchObject({ name: expected });
  });
});
