import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, it } from 'vitest';
import { dynamoTable } from '../../../core/aws/table.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const dynamo = mockedClient(DynamoDBDocumentClient);
const table = dynamoTable(new DynamoDBClient({ region: 'eu-central-1' }), { tableName: 'ops', token: () => 'token-1' });
const key = { pk: 'INCIDENT#1', sk: 'STATE' };

beforeEach(() => dynamo.reset());

describe('read from the DynamoDB table', () => {
  it('gets an item strongly consistent and by its key alone', async () => {
    dynamo.on(GetCommand).resolves({ Item: { ...key, seq: 1 } });
    expect(await table.get({ ...key, seq: 1 } as typeof key)).toEqual({ ...key, seq: 1 });
    expect(sent(dynamo, GetCommand)).toEqual([
      {
        TableName: 'ops',
        Key: key,
        ConsistentRead: true,
      },
    ]);
  });

  it('gets undefined for a missing item', async () => {
    dynamo.on(GetCommand).resolves({});
    expect(await table.get(key)).toBeUndefined();
  });

  it('throws for an item without the keys of the table', async () => {
    dynamo.on(GetCommand).resolves({ Item: { id: 1 } });
    await expect(table.get(key)).rejects.toThrow('pk');
  });

  it('lists all pages of a partition strongly consistent', async () => {
    dynamo
      .on(QueryCommand)
      .resolvesOnce({ Items: [{ pk: 'P', sk: '1' }], LastEvaluatedKey: { pk: 'P', sk: '1' } })
      .resolvesOnce({ Items: [{ pk: 'P', sk: '2' }] });
    expect(await table.list('P')).toEqual([
      { pk: 'P', sk: '1' },
      { pk: 'P', sk: '2' },
    ]);
    const input = {
      TableName: 'ops',
      ConsistentRead: true,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': 'pk' },
      ExpressionAttributeValues: { ':pk': 'P' },
    };
    expect(sent(dynamo, QueryCommand)[0]).toEqual(input);
    expect(sent(dynamo, QueryCommand)[1]).toEqual({ ...input, ExclusiveStartKey: { pk: 'P', sk: '1' } });
    expect(dynamo).toHaveReceivedCommandTimes(QueryCommand, 2);
  });

  it('lists below a prefix', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [] });
    await table.list('P', 'T#');
    expect(sent(dynamo, QueryCommand)).toEqual([
      {
        TableName: 'ops',
        ConsistentRead: true,
        KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :prefix)',
        ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
        ExpressionAttributeValues: { ':pk': 'P', ':prefix': 'T#' },
      },
    ]);
  });

  it('reads the last items of a partition backwards, strongly consistent, up to the limit', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [{ pk: 'P', sk: '2' }], LastEvaluatedKey: { pk: 'P', sk: '2' } });
    expect(await table.newest('P', 1)).toEqual([{ pk: 'P', sk: '2' }]);
    expect(sent(dynamo, QueryCommand)).toMatchObject([{ ConsistentRead: true, ScanIndexForward: false, Limit: 1 }]);
  });

  it('reads what is due from the deadline index, page by page up to the limit', async () => {
    dynamo
      .on(QueryCommand)
      .resolvesOnce({ Items: [key], LastEvaluatedKey: { pk: 'x' } })
      .resolvesOnce({ Items: [{ pk: 'INCIDENT#2', sk: 'STATE' }], LastEvaluatedKey: { pk: 'y' } });
    expect(await table.due(new Date('2026-11-20T10:00:00Z'), 2)).toEqual([key, { pk: 'INCIDENT#2', sk: 'STATE' }]);
    const input = {
      TableName: 'ops',
      IndexName: 'by-deadline',
      KeyConditionExpression: '#partition = :partition AND #sort <= :at',
      ExpressionAttributeNames: { '#partition': 'waiting', '#sort': 'dueAt' },
      ExpressionAttributeValues: { ':partition': 'WAITING', ':at': '2026-11-20T10:00:00.000Z' },
      ProjectionExpression: 'pk, sk',
    };
    expect(sent(dynamo, QueryCommand)[0]).toEqual({ ...input, Limit: 2 });
    expect(sent(dynamo, QueryCommand)[1]).toEqual({
      ...input,
      Limit: 1,
      ExclusiveStartKey: { pk: 'x' },
    });
    expect(dynamo).toHaveReceivedCommandTimes(QueryCommand, 2);
  });

  it('reads a status newest first', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [{ ...key, status: 'detected' }] });
    expect(await table.byStatus('detected', 5)).toStrictEqual([key]);
    expect(sent(dynamo, QueryCommand)).toEqual([
      {
        TableName: 'ops',
        IndexName: 'by-status',
        KeyConditionExpression: '#partition = :partition',
        ExpressionAttributeNames: { '#partition': 'status' },
        ExpressionAttributeValues: { ':partition': 'detected' },
        ProjectionExpression: 'pk, sk',
        ScanIndexForward: false,
        Limit: 5,
      },
    ]);
  });

  it.each([
    ['AccessDeniedException', 'client', 'NotPermitted'],
    ['ResourceNotFoundException', 'client', 'ServiceRefused'],
    ['InternalServerError', 'server', 'ServiceUnavailable'],
  ])('translates %s of every read', async (name, fault, expected) => {
    const error = Object.assign(new Error(name), { name, $fault: fault });
    dynamo.on(GetCommand).rejects(error).on(BatchGetCommand).rejects(error).on(QueryCommand).rejects(error);
    await expect(table.get(key)).rejects.toMatchObject({ name: expected, cause: error });
    await expect(table.getAll([key])).rejects.toMatchObject({ name: expected, cause: error });
    await expect(table.list('P')).rejects.toMatchObject({ name: expected });
    await expect(table.due(new Date(0), 1)).rejects.toMatchObject({ name: expected });
    await expect(table.byStatus('detected', 1)).rejects.toMatchObject({ name: expected });
  });

  it('writes by transaction with the token it was given', async () => {
    dynamo.on(TransactWriteCommand).resolves({});
    expect(await table.transact([{ kind: 'delete', key, when: [] }])).toEqual({ kind: 'committed' });
    expect(sent(dynamo, TransactWriteCommand)).toEqual([
      {
        TransactItems: [{ Delete: { TableName: 'ops', Key: key } }],
        ClientRequestToken: 'token-1',
      },
    ]);
  });
});
